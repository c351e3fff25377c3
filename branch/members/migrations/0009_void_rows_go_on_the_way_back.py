from django.db import migrations

VOIDABLE = ("MemberStatus", "Office")


def delete_void_rows(apps, schema_editor):
    """Delete void rows on reversal, as the previous release would count them."""
    for name in VOIDABLE:
        apps.get_model("members", name).objects.filter(is_void=True).delete()


class Migration(migrations.Migration):
    dependencies = [("members", "0008_void_and_ended")]

    operations = [migrations.RunPython(migrations.RunPython.noop, delete_void_rows)]
