from datetime import timedelta

from django.db import migrations
from django.utils import timezone

ONE_DAY = timedelta(days=1)


def former_leavings(apps, schema_editor):
    """Fill the leavings of colleagues who returned, from the day after each was recorded.

    The audit does not have the last day itself, which is no later than the day of recording.
    """
    staff = set(apps.get_model("school", "Staff").objects.values_list("pk", flat=True))
    events = apps.get_model("core", "AuditEvent").objects.filter(
        verb__in=["staff.left", "staff.returned"]
    )
    left_on = {}
    for event in events.order_by("at", "pk"):
        key, day = int(event.target_id), timezone.localdate(event.at)
        if event.verb == "staff.left":
            left_on[key] = day
            continue
        first, last = left_on.pop(key, day) + ONE_DAY, day - ONE_DAY
        if key in staff and first <= last:
            apps.get_model("school", "FormerLeaving").objects.get_or_create(
                staff_id=key, from_on=first, defaults={"until_on": last}
            )


class Migration(migrations.Migration):
    dependencies = [("school", "0009_former_leavings"), ("core", "0001_initial")]

    operations = [migrations.RunPython(former_leavings, migrations.RunPython.noop)]
