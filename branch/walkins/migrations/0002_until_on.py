from django.db import migrations, models


class Migration(migrations.Migration):
    """The columns are named for the last day; the next migration makes them one.

    What names them goes meanwhile, and comes back once the days are moved.
    """

    dependencies = [("walkins", "0001_students_needs_pairings_contacts")]

    operations = [
        migrations.RemoveIndex(model_name="pairing", name="walkins_pairing_active_student"),
        migrations.RemoveConstraint(
            model_name="pairing", name="walkins_pairing_one_active_per_member_and_student"
        ),
        migrations.RemoveConstraint(
            model_name="pairing", name="walkins_pairing_ends_after_it_starts"
        ),
        migrations.RemoveConstraint(
            model_name="pairing", name="walkins_pairing_ends_with_reason_and_outcome"
        ),
        migrations.RemoveIndex(model_name="supportneed", name="walkins_need_open_student"),
        migrations.RemoveConstraint(
            model_name="supportneed", name="walkins_supportneed_one_open_per_student_and_kind"
        ),
        migrations.RemoveConstraint(
            model_name="supportneed", name="walkins_supportneed_closes_after_it_is_raised"
        ),
        migrations.RemoveConstraint(
            model_name="supportneed", name="walkins_supportneed_closes_with_a_reason"
        ),
        migrations.RenameField(model_name="pairing", old_name="ended_on", new_name="until_on"),
        migrations.RenameField(model_name="supportneed", old_name="closed_on", new_name="until_on"),
        migrations.AlterField(
            model_name="pairing",
            name="until_on",
            field=models.DateField(blank=True, null=True, verbose_name="最后一天"),
        ),
        migrations.AlterField(
            model_name="supportneed",
            name="until_on",
            field=models.DateField(blank=True, null=True, verbose_name="最后一天"),
        ),
    ]
