import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Take over the table of excuses, which `core` renamed; nothing is changed in it."""

    dependencies = [
        ("core", "0006_excuses_and_imports_move"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Excuse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "duty_key",
                            models.CharField(blank=True, max_length=60, verbose_name="事项"),
                        ),
                        ("subject_type", models.CharField(max_length=60, verbose_name="对象类别")),
                        ("subject_id", models.PositiveBigIntegerField(verbose_name="对象编号")),
                        ("reason", models.CharField(max_length=100, verbose_name="原因")),
                        ("from_on", models.DateField(verbose_name="自")),
                        ("until_on", models.DateField(blank=True, null=True, verbose_name="至")),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "例外",
                        "verbose_name_plural": "例外",
                        "indexes": [
                            models.Index(
                                fields=["subject_type", "subject_id", "duty_key"],
                                name="core_excuse_subject",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until_on", None),
                                    ("until_on__gte", models.F("from_on")),
                                    _connector="OR",
                                ),
                                name="core_excuse_ends_after_it_starts",
                                violation_error_message="结束日期不能早于开始日期。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("until_on", None)),
                                fields=("duty_key", "subject_type", "subject_id"),
                                name="core_excuse_one_open_per_duty_and_subject",
                                violation_error_message="这一项已有暂缓，还没有结束。",
                            ),
                        ],
                    },
                ),
            ]
        )
    ]
