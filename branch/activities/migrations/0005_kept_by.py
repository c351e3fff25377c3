from django.db import migrations, models


class Migration(migrations.Migration):
    """Whose record writes an activity, where it is not the form of activities; who helped is a part."""

    dependencies = [("activities", "0004_photos_awaited")]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="kept_by",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=20, verbose_name="登记于"
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="activitypart",
            name="role",
            field=models.CharField(
                choices=[
                    ("host", "主持人"),
                    ("speaker", "主讲人"),
                    ("recorder", "记录人"),
                    ("assistant", "协助"),
                ],
                max_length=20,
                verbose_name="分工",
            ),
        ),
    ]
