import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0009_void_rows_go_on_the_way_back")]

    operations = [
        migrations.CreateModel(
            name="FormerGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until_on", models.DateField(verbose_name="至")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.partygroup",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_groups",
                        to="members.member",
                    ),
                ),
            ],
            options={
                "verbose_name": "曾在党小组",
                "verbose_name_plural": "曾在党小组",
                "ordering": ["-until_on"],
            },
        ),
        migrations.AddConstraint(
            model_name="formergroup",
            constraint=models.UniqueConstraint(
                fields=("member", "until_on"),
                name="members_formergroup_one_a_day",
                violation_error_message="这名党员这一天已在另一个党小组。",
            ),
        ),
    ]
