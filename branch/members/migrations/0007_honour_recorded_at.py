from datetime import UTC, datetime

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Date existing honours before every consent, as the public pages already show them."""

    dependencies = [("members", "0006_public_pages")]

    operations = [
        migrations.AddField(
            model_name="honour",
            name="recorded_at",
            field=models.DateTimeField(
                default=datetime(2000, 1, 1, tzinfo=UTC), editable=False, verbose_name="登记时间"
            ),
        ),
        migrations.AlterField(
            model_name="honour",
            name="recorded_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="登记时间"
            ),
        ),
    ]
