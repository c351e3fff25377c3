import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Numbers of families, as students have them; `tick` deals both for the current term."""

    dependencies = [("school", "0014_family_versions")]

    operations = [
        migrations.CreateModel(
            name="FamilyNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=10, verbose_name="家庭编号")),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="family_numbers",
                        to="school.family",
                    ),
                ),
                (
                    "term",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="family_numbers",
                        to="school.term",
                    ),
                ),
            ],
            options={
                "verbose_name": "家庭编号",
                "verbose_name_plural": "家庭编号",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("term", "family"),
                        name="school_familynumber_one_per_family_and_term",
                    ),
                    models.UniqueConstraint(
                        fields=("term", "number"), name="school_familynumber_once_per_term"
                    ),
                ],
            },
        ),
    ]
