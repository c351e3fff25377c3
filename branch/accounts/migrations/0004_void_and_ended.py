from django.db import migrations, models


class Migration(migrations.Migration):
    """Rows entered by mistake stay, and no constraint sees them; what was ended by hand says so."""

    dependencies = [("accounts", "0003_confirm_standing_grants")]

    operations = [
        migrations.RemoveConstraint(
            model_name="rolegrant", name="accounts_rolegrant_one_open_per_role"
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="is_void",
            field=models.BooleanField(default=False, editable=False, verbose_name="作废"),
        ),
        migrations.AddField(
            model_name="rolegrant",
            name="is_ended",
            field=models.BooleanField(default=False, editable=False, verbose_name="已办理结束"),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_on", None), ("is_void", False)),
                fields=("user", "role"),
                name="accounts_rolegrant_one_open_per_role",
                violation_error_message="这个账号已有这个角色。",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="rolegrant", name="accounts_rolegrant_ends_after_it_starts"
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"
                    ),
                    models.Q(("is_ended", False), ("until_on__isnull", False), _connector="OR"),
                ),
                name="accounts_rolegrant_ends_after_it_starts",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ),
    ]
