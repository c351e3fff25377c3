import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0004_dated_changes")]

    operations = [
        migrations.CreateModel(
            name="Honour",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1950),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="年份",
                    ),
                ),
                ("title", models.CharField(max_length=40, verbose_name="荣誉名称")),
                ("issuer", models.CharField(max_length=40, verbose_name="授予单位")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("school", "校级"),
                            ("district", "区级"),
                            ("city", "市级"),
                            ("province", "省级"),
                            ("nation", "国家级"),
                        ],
                        max_length=20,
                        verbose_name="级别",
                    ),
                ),
            ],
            options={
                "verbose_name": "荣誉",
                "verbose_name_plural": "荣誉",
                "ordering": ["-year", "pk"],
            },
        ),
        migrations.AddField(
            model_name="honour",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="honours",
                to="members.member",
            ),
        ),
        migrations.AddConstraint(
            model_name="honour",
            constraint=models.UniqueConstraint(
                fields=("member", "year", "title"),
                name="members_honour_once_a_year",
                violation_error_message="这项荣誉已经登记过了。",
            ),
        ),
    ]
