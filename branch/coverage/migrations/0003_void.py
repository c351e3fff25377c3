from django.db import migrations, models


class Migration(migrations.Migration):
    """Excuses entered by mistake stay, and no constraint sees them."""

    dependencies = [("coverage", "0002_own_names")]

    operations = [
        migrations.RemoveConstraint(
            model_name="excuse", name="coverage_excuse_one_open_per_duty_and_subject"
        ),
        migrations.AddField(
            model_name="excuse",
            name="is_void",
            field=models.BooleanField(default=False, editable=False, verbose_name="作废"),
        ),
        migrations.AddConstraint(
            model_name="excuse",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_on", None), ("is_void", False)),
                fields=("duty_key", "subject_type", "subject_id"),
                name="coverage_excuse_one_open_per_duty_and_subject",
                violation_error_message="这一项已有暂缓，还没有结束。",
            ),
        ),
    ]
