from django.db import migrations, models


class Migration(migrations.Migration):
    """What a token was spent on; of tokens spent before, no words are known."""

    dependencies = [("core", "0007_labels_of_moved_apps")]

    operations = [
        migrations.AddField(
            model_name="formtoken",
            name="digest",
            field=models.CharField(blank=True, max_length=64),
        ),
    ]
