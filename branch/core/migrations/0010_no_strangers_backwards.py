from django.db import migrations


def drop_tokens_of_strangers(apps, schema_editor):
    """Delete what the older table cannot hold; no token lives longer than 48 hours."""
    apps.get_model("core", "FormToken").objects.filter(user=None).delete()


class Migration(migrations.Migration):
    """Nothing on the way here; on the way back, the tokens without a user go first."""

    dependencies = [("core", "0009_tokens_of_strangers")]

    operations = [migrations.RunPython(migrations.RunPython.noop, drop_tokens_of_strangers)]
