from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("school", "0018_kinds_from_open_days")]

    operations = [migrations.RemoveField(model_name="schoolday", name="is_open")]
