from django.db import migrations


def keep(apps, schema_editor):
    """Change nothing."""


def delete_contacts_of_visits(apps, schema_editor):
    """Delete what is a contact only as a visit, before the visits go."""
    of_visits = {"visit__isnull": False}
    shares = apps.get_model("walkins", "ContactPairing").objects
    shares.filter(**{f"contact__{name}": value for name, value in of_visits.items()}).delete()
    apps.get_model("walkins", "Contact").objects.filter(**of_visits).delete()


class Migration(migrations.Migration):
    dependencies = [("walkins", "0009_families")]

    operations = [migrations.RunPython(keep, delete_contacts_of_visits)]
