import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("school", "0008_staff_last_days"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerLeaving",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_on", models.DateField(verbose_name="自")),
                ("until_on", models.DateField(verbose_name="至")),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_leavings",
                        to="school.staff",
                    ),
                ),
            ],
            options={
                "verbose_name": "曾离校",
                "verbose_name_plural": "曾离校",
                "ordering": ["-from_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("staff", "from_on"),
                        name="school_formerleaving_one_a_day",
                        violation_error_message="这位老师从这一天起的离校已经登记过了。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on", None),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="school_formerleaving_ends_after_it_starts",
                        violation_error_message="结束日期不能早于开始日期。",
                    ),
                ],
            },
        ),
    ]
