from django.db import migrations


class Migration(migrations.Migration):
    """Of the contacts of a day the one recorded later comes first; ordered by the contact, it was the other way."""

    dependencies = [("walkins", "0005_contact_recorder_day")]

    operations = [
        migrations.AlterModelOptions(
            name="contactpairing",
            options={
                "ordering": ["-happened_on", "-contact_id", "pk"],
                "verbose_name": "帮扶对象",
                "verbose_name_plural": "帮扶对象",
            },
        ),
    ]
