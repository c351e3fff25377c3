from django.db import migrations


def kinds_from_open_days(apps, schema_editor):
    days = apps.get_model("school", "SchoolDay").objects
    days.filter(is_open=True).update(kind="open")
    days.filter(is_open=False).update(kind="closed")


def open_days_from_kinds(apps, schema_editor):
    """On a day of exams the pupils are at school."""
    days = apps.get_model("school", "SchoolDay").objects
    days.filter(kind="closed").update(is_open=False)
    days.exclude(kind="closed").update(is_open=True)


class Migration(migrations.Migration):
    dependencies = [("school", "0017_kinds_of_school_days")]

    operations = [migrations.RunPython(kinds_from_open_days, open_days_from_kinds)]
