from django.db import migrations, models

from branch.core.dated import DayBefore


class Migration(migrations.Migration):
    """Constraints of the last day; a need entered by mistake stays, and none of them sees it."""

    dependencies = [
        ("walkins", "0003_last_days"),
    ]

    operations = [
        migrations.AddField(
            model_name="supportneed",
            name="is_void",
            field=models.BooleanField(default=False, editable=False, verbose_name="作废"),
        ),
        migrations.AddIndex(
            model_name="pairing",
            index=models.Index(
                condition=models.Q(("until_on", None)),
                fields=["student"],
                name="walkins_pairing_active_student",
            ),
        ),
        migrations.AddIndex(
            model_name="supportneed",
            index=models.Index(
                condition=models.Q(("until_on", None), ("is_void", False)),
                fields=["student"],
                name="walkins_need_open_student",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_on", None)),
                fields=("member", "student"),
                name="walkins_pairing_one_active_per_member_and_student",
                violation_error_message="该党员已与这名学生结对。",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_on", None),
                    ("until_on__gte", DayBefore(models.F("started_on"))),
                    _connector="OR",
                ),
                name="walkins_pairing_ends_after_it_starts",
                violation_error_message="结束日期不能早于结对日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("outcome", ""), ("until_on", None)),
                    models.Q(
                        ("until_on__isnull", False),
                        models.Q(("end_reason", ""), _negated=True),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="walkins_pairing_ends_with_reason_and_outcome",
                violation_error_message="结束结对时请选择原因和结果。",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportneed",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_on", None), ("is_void", False)),
                fields=("student", "kind"),
                name="walkins_supportneed_one_open_per_student_and_kind",
                violation_error_message="这名学生已有同一类帮扶需求，还没有办结。",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportneed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_on", None),
                    ("until_on__gte", DayBefore(models.F("raised_on"))),
                    _connector="OR",
                ),
                name="walkins_supportneed_closes_after_it_is_raised",
                violation_error_message="办结日期不能早于提出日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportneed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("close_reason", ""), ("until_on", None)),
                    models.Q(
                        ("until_on__isnull", False), models.Q(("close_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="walkins_supportneed_closes_with_a_reason",
                violation_error_message="办结时请选择原因。",
            ),
        ),
    ]
