from django.db import migrations, models


class Migration(migrations.Migration):
    """A day of the school's own has a kind. `is_open` has a default, so that its column can be made again."""

    dependencies = [("school", "0016_portrait_consents")]

    operations = [
        migrations.AlterField(
            model_name="schoolday",
            name="is_open",
            field=models.BooleanField(default=False, verbose_name="上课"),
        ),
        migrations.AddField(
            model_name="schoolday",
            name="kind",
            field=models.CharField(
                choices=[("open", "上课"), ("closed", "放假"), ("exam", "考试周")],
                default="closed",
                max_length=10,
                verbose_name="这一天",
            ),
            preserve_default=False,
        ),
    ]
