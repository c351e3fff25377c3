from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Replace

TARGETS = {
    "core.excuse": "coverage.excuse",
    "core.importbatch": "rosters.importbatch",
    "core.importedrow": "rosters.importedrow",
}
PAGES = {
    "portal:coverage": "coverage:board",
    "portal:excuse-": "coverage:excuse-",
    "portal:ledger-": "ledgers:ledger-",
    "portal:import-": "rosters:import-",
}


def rename(apps, targets, pages):
    """Write the labels of the moved models and pages anew in both logs."""
    AuditEvent = apps.get_model("core", "AuditEvent")
    AccessRecord = apps.get_model("core", "AccessRecord")
    for old, new in targets.items():
        AuditEvent.objects.filter(target_type=old).update(target_type=new)
    for old, new in pages.items():
        records = AccessRecord.objects.filter(page__startswith=old)
        records.update(page=Replace("page", Value(old), Value(new)))


def forwards(apps, schema_editor):
    rename(apps, TARGETS, PAGES)


def backwards(apps, schema_editor):
    rename(apps, *({new: old for old, new in names.items()} for names in (TARGETS, PAGES)))


class Migration(migrations.Migration):
    """Both logs name moved models and pages by their new apps."""

    dependencies = [("core", "0006_excuses_and_imports_move")]

    operations = [migrations.RunPython(forwards, backwards)]
