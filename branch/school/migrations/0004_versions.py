"""Add a version to rows that two people may have open at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("school", "0003_name_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="guardian",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
        ),
        migrations.AddField(
            model_name="staff",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
        ),
        migrations.AddField(
            model_name="student",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
        ),
        migrations.AddField(
            model_name="term",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
        ),
    ]
