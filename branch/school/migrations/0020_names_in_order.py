"""People in lists by the syllables of their names: 范 fan before 方 fang, whatever the given name is."""

from django.db import migrations

import branch.school.models.people
from branch.school.names import stored_keys


def fill(apps, schema_editor):
    for name in ("Staff", "Student"):
        model = apps.get_model("school", name)
        rows = list(model.objects.only("pk", "name"))
        for row in rows:
            row.name_keys = stored_keys(row.name)
        model.objects.bulk_update(rows, ["name_keys"], batch_size=500)


def alter(model):
    field = branch.school.models.people.NameKeysField(
        default="", editable=False, max_length=240, verbose_name="检索"
    )
    return migrations.AlterField(model, "name_keys", field)


class Migration(migrations.Migration):
    dependencies = [("school", "0019_kind_replaces_is_open")]
    operations = [
        alter("staff"),
        alter("student"),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
