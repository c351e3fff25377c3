"""Fill the pinyin keys of existing people."""

from django.db import migrations

from branch.school.names import keys_of


def fill(apps, schema_editor):
    for name in ("Staff", "Student"):
        model = apps.get_model("school", name)
        rows = list(model.objects.filter(name_keys="").only("pk", "name"))
        for row in rows:
            row.name_keys = keys_of(row.name)
        model.objects.bulk_update(rows, ["name_keys"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("school", "0002_rosters")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
