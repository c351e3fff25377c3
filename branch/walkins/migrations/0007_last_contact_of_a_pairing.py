from django.db import migrations, models


class Migration(migrations.Migration):
    """The index of a pairing's contacts has their whole order, so that the last one is read from it alone."""

    dependencies = [("walkins", "0006_last_recorded_first")]

    operations = [
        migrations.AddIndex(
            model_name="contactpairing",
            index=models.Index(
                fields=["pairing", "-happened_on", "-contact"], name="walkins_contact_pairing_last"
            ),
        ),
        migrations.RemoveIndex(model_name="contactpairing", name="walkins_contact_pairing_day"),
    ]
