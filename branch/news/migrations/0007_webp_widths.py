from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("news", "0006_photo_consent")]

    operations = [
        migrations.AddField(
            "articlephoto",
            "webp_widths",
            models.CharField(
                blank=True,
                default="",
                editable=False,
                max_length=40,
                verbose_name="WebP 的宽度",
            ),
        ),
    ]
