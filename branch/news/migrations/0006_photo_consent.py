from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("news", "0005_top_columns_once")]

    operations = [
        migrations.AddField(
            "articlephoto",
            "may_be_shown",
            models.BooleanField(default=False, verbose_name="同意公开"),
        ),
    ]
