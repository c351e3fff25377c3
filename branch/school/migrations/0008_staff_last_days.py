from datetime import timedelta

from django.db import migrations
from django.db.models import F

ONE_DAY = timedelta(days=1)


def first_day_without_to_last_day(apps, schema_editor):
    apps.get_model("school", "Staff").objects.update(until_on=F("until_on") - ONE_DAY)


def last_day_to_first_day_without(apps, schema_editor):
    apps.get_model("school", "Staff").objects.update(until_on=F("until_on") + ONE_DAY)


class Migration(migrations.Migration):
    """Convert the first day after leaving, which was stored, to the last day, the day before."""

    dependencies = [("school", "0007_staff_until_on")]

    operations = [
        migrations.RunPython(first_day_without_to_last_day, last_day_to_first_day_without)
    ]
