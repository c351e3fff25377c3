import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from branch.school.models.consents import FirstYearOf


class Migration(migrations.Migration):
    """Whose guardian agreed that photos with the pupil may be public, for a school year."""

    dependencies = [
        ("school", "0015_family_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PortraitConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "is_void",
                    models.BooleanField(default=False, editable=False, verbose_name="作废"),
                ),
                ("from_on", models.DateField(verbose_name="自")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="至")),
                ("first_year", models.PositiveSmallIntegerField(verbose_name="学年（起始年）")),
                (
                    "answer",
                    models.CharField(
                        choices=[("yes", "同意"), ("no", "不同意")],
                        max_length=3,
                        verbose_name="答复",
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="portrait_consents",
                        to="school.student",
                        verbose_name="学生",
                    ),
                ),
            ],
            options={
                "verbose_name": "肖像同意",
                "verbose_name_plural": "肖像同意",
                "ordering": ["from_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on", None), ("is_void", False)),
                        fields=("student", "first_year"),
                        name="school_portraitconsent_one_running_per_year",
                        violation_error_message="这名学生本学年已有答复。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_year", FirstYearOf("from_on"))),
                        name="school_portraitconsent_begins_in_its_year",
                        violation_error_message="答复的日期要在它的学年里。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on", None),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="school_portraitconsent_ends_after_it_starts",
                        violation_error_message="结束日期不能早于开始日期。",
                    ),
                ],
            },
        ),
    ]
