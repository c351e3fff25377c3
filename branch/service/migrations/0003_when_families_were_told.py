from django.db import migrations, models


def as_it_is(apps, schema_editor):
    """Take the present time and place of events: no earlier one is on record."""
    for opening in apps.get_model("service", "ParentOpening").objects.select_related("activity"):
        opening.told_starts_at = opening.activity.starts_at
        opening.told_place = opening.activity.place
        opening.save(update_fields=["told_starts_at", "told_place"])


class Migration(migrations.Migration):
    dependencies = [("service", "0002_registers")]

    operations = [
        migrations.AddField(
            "parentopening",
            "told_starts_at",
            models.DateTimeField(editable=False, null=True, verbose_name="原定时间"),
        ),
        migrations.AddField(
            "parentopening",
            "told_place",
            models.CharField(default="", editable=False, max_length=40, verbose_name="原定地点"),
            preserve_default=False,
        ),
        migrations.RunPython(as_it_is, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "parentopening",
            "told_starts_at",
            models.DateTimeField(editable=False, verbose_name="原定时间"),
        ),
    ]
