from django.db import migrations, models


class Migration(migrations.Migration):
    """Remember how far an undo has moved the versions of what it restores."""

    dependencies = [
        ("rosters", "0002_own_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="restored_versions",
            field=models.JSONField(default=dict, editable=False),
        ),
    ]
