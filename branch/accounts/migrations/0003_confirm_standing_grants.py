"""Roles granted before a second person was asked for stay in force."""

from django.db import migrations
from django.utils import timezone


def confirm(apps, schema_editor):
    apps.get_model("accounts", "RoleGrant").objects.filter(confirmed_at=None).update(
        confirmed_at=timezone.now()
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_links_phones_and_second_hands")]
    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
