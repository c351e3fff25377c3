import re
from datetime import timedelta

from django.db import migrations
from django.utils import timezone

MOVED = re.compile(r"由(.+)调到(.+)")
ONE_DAY = timedelta(days=1)


def former_groups(apps, schema_editor):
    """Fill former groups from the audit events; groups renamed since are not found."""
    groups = dict(apps.get_model("members", "PartyGroup").objects.values_list("name", "pk"))
    members = set(apps.get_model("members", "Member").objects.values_list("pk", flat=True))
    events = apps.get_model("core", "AuditEvent").objects.filter(verb="member.regrouped")
    for event in events.order_by("at", "pk"):
        left = MOVED.fullmatch(event.says)
        if left and left[1] in groups and int(event.target_id) in members:
            apps.get_model("members", "FormerGroup").objects.get_or_create(
                member_id=int(event.target_id),
                until_on=timezone.localdate(event.at) - ONE_DAY,
                defaults={"group_id": groups[left[1]]},
            )


class Migration(migrations.Migration):
    dependencies = [("members", "0010_former_groups"), ("core", "0007_labels_of_moved_apps")]

    operations = [migrations.RunPython(former_groups, migrations.RunPython.noop)]
