from django.db import migrations

VOIDABLE = ("HeadTeacherPost", "Enrolment")


def delete_void_rows(apps, schema_editor):
    """Delete void rows on reversal, as the previous release would count them."""
    for name in VOIDABLE:
        apps.get_model("school", name).objects.filter(is_void=True).delete()


class Migration(migrations.Migration):
    dependencies = [("school", "0005_void_and_ended")]

    operations = [migrations.RunPython(migrations.RunPython.noop, delete_void_rows)]
