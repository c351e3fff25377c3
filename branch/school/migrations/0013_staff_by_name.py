from django.db import migrations, models


class Migration(migrations.Migration):
    """Colleagues with the same name, without a scan of all for each."""

    dependencies = [("school", "0012_classes_in_order")]

    operations = [
        migrations.AddIndex(
            model_name="staff",
            index=models.Index(fields=["name"], name="school_staff_name"),
        ),
    ]
