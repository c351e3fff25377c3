from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0003_roster_columns")]

    operations = [
        migrations.AddField(
            model_name="member",
            name="regularised_on",
            field=models.DateField(blank=True, null=True, verbose_name="转正时间"),
        ),
        migrations.AddField(
            model_name="member",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
        ),
        migrations.AddField(
            model_name="memberstatus",
            name="extended_on",
            field=models.DateField(blank=True, null=True, verbose_name="延长决定日期"),
        ),
        migrations.AddField(
            model_name="memberstatus",
            name="extended_until",
            field=models.DateField(blank=True, null=True, verbose_name="预备期延长至"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("regularised_on", None),
                    ("regularised_on__gt", models.F("joined_on")),
                    _connector="OR",
                ),
                name="members_member_regularised_after_joining",
                violation_error_message="转正时间要晚于入党时间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="memberstatus",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("extended_on", None), ("extended_until", None)),
                    models.Q(
                        ("extended_on__isnull", False),
                        ("extended_until__isnull", False),
                        ("kind", "probationary"),
                    ),
                    _connector="OR",
                ),
                name="members_memberstatus_extended_is_probation",
                violation_error_message="只有预备期可以延长，并要写明决定日期和延长到哪一天。",
            ),
        ),
    ]
