from datetime import timedelta

from django.db import migrations
from django.db.models import F

ONE_DAY = timedelta(days=1)


def first_day_without_to_last_day(apps, schema_editor):
    for name in ("Pairing", "SupportNeed"):
        apps.get_model("walkins", name).objects.update(until_on=F("until_on") - ONE_DAY)


def last_day_to_first_day_without(apps, schema_editor):
    for name in ("Pairing", "SupportNeed"):
        apps.get_model("walkins", name).objects.update(until_on=F("until_on") + ONE_DAY)


class Migration(migrations.Migration):
    """What was stored was the first day that no longer counted: the day before was the last.

    What began and ended on one day counted on none, and so it still does: its last day lies before its first.
    """

    dependencies = [("walkins", "0002_until_on")]

    operations = [
        migrations.RunPython(first_day_without_to_last_day, last_day_to_first_day_without)
    ]
