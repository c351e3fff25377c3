from django.db import migrations, models


class Migration(migrations.Migration):
    """Who is in a class on a day, from the index alone."""

    dependencies = [("school", "0010_leavings_from_the_audit")]

    operations = [
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                fields=["school_class", "from_on", "until_on", "student"],
                condition=models.Q(is_void=False),
                name="school_enrolment_roll",
            ),
        ),
    ]
