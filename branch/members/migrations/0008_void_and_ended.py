from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the columns of void and ended rows; constraints ignore void rows."""

    dependencies = [("members", "0007_honour_recorded_at")]

    operations = [
        migrations.RemoveConstraint(
            model_name="memberstatus", name="members_memberstatus_one_open_per_member"
        ),
        migrations.AddField(
            model_name="memberstatus",
            name="is_void",
            field=models.BooleanField(default=False, editable=False, verbose_name="作废"),
        ),
        migrations.AddField(
            model_name="memberstatus",
            name="is_ended",
            field=models.BooleanField(default=False, editable=False, verbose_name="已办理结束"),
        ),
        migrations.AddConstraint(
            model_name="memberstatus",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_on", None), ("is_void", False)),
                fields=("member",),
                name="members_memberstatus_one_open_per_member",
                violation_error_message="这名党员已有一个现行类别，请先写上它的结束日期。",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="memberstatus", name="members_memberstatus_ends_after_it_starts"
        ),
        migrations.AddConstraint(
            model_name="memberstatus",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"
                    ),
                    models.Q(("is_ended", False), ("until_on__isnull", False), _connector="OR"),
                ),
                name="members_memberstatus_ends_after_it_starts",
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ),
        migrations.RemoveConstraint(model_name="office", name="members_office_one_open_per_kind"),
        migrations.AddField(
            model_name="office",
            name="is_void",
            field=models.BooleanField(default=False, editable=False, verbose_name="作废"),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_on", None), ("is_void", False)),
                fields=("kind",),
                name="members_office_one_open_per_kind",
                violation_error_message="这个职务已有人担任，请先写上原任的结束日期。",
            ),
        ),
    ]
