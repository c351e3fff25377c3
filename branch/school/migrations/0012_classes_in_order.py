from django.db import migrations, models


class Migration(migrations.Migration):
    """The classes in the order of lists: the youngest grade first, then by number."""

    dependencies = [("school", "0011_roll_of_a_day")]

    operations = [
        migrations.AddIndex(
            model_name="schoolclass",
            index=models.Index(fields=["-entry_year", "number"], name="school_class_in_order"),
        ),
    ]
