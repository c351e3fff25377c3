import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A waiver is about one person and is locked by its version. No release has stored a waiver before this."""

    dependencies = [("school", "0015_family_numbers"), ("walkins", "0013_themes_of_class_sessions")]

    operations = [
        migrations.AddField(
            model_name="headteacherwaiver",
            name="staff",
            field=models.ForeignKey(
                default=None,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="school.staff",
                verbose_name="教职工",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="headteacherwaiver",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
        ),
    ]
