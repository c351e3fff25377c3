from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The latest contacts that a user recorded, for the desk."""

    dependencies = [
        ("members", "0011_groups_from_the_audit"),
        ("walkins", "0004_void_and_constraints_of_last_days"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                fields=["recorded_by", "happened_on", "id"], name="walkins_contact_recorder_day"
            ),
        ),
    ]
