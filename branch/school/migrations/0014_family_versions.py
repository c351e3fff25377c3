"""Add a version to families, which two people may have open at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("school", "0013_staff_by_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="family",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
        ),
    ]
