from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the columns of void and ended rows; constraints ignore void rows."""

    dependencies = [("school", "0004_versions")]

    operations = [
        migrations.RemoveConstraint(
            model_name="headteacherpost", name="school_headteacherpost_one_open_per_class"
        ),
        migrations.AddField(
            model_name="headteacherpost",
            name="is_void",
            field=models.BooleanField(default=False, editable=False, verbose_name="作废"),
        ),
        migrations.AddField(
            model_name="headteacherpost",
            name="is_ended",
            field=models.BooleanField(default=False, editable=False, verbose_name="已办理结束"),
        ),
        migrations.AddConstraint(
            model_name="headteacherpost",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_on", None), ("is_void", False)),
                fields=("school_class",),
                name="school_headteacherpost_one_open_per_class",
                violation_error_message="这个班已有班主任，请先写上原班主任的结束日期。",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="headteacherpost", name="school_headteacherpost_ends_after_it_starts"
        ),
        migrations.AddConstraint(
            model_name="headteacherpost",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"
                    ),
                    models.Q(("is_ended", False), ("until_on__isnull", False), _connector="OR"),
                ),
                name="school_headteacherpost_ends_after_it_starts",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="enrolment", name="school_enrolment_one_open_per_student"
        ),
        migrations.AddField(
            model_name="enrolment",
            name="is_void",
            field=models.BooleanField(default=False, editable=False, verbose_name="作废"),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_on", None), ("is_void", False)),
                fields=("student",),
                name="school_enrolment_one_open_per_student",
                violation_error_message="这名学生已在一个班里，请先写上离开原班的日期。",
            ),
        ),
    ]
