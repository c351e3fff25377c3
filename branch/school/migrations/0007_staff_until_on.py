from django.db import migrations, models


class Migration(migrations.Migration):
    """Rename the column for the last day; the next migration converts its values."""

    dependencies = [("school", "0006_void_rows_go_on_the_way_back")]

    operations = [
        migrations.RenameField(model_name="staff", old_name="left_on", new_name="until_on"),
        migrations.AlterField(
            model_name="staff",
            name="until_on",
            field=models.DateField(blank=True, null=True, verbose_name="在校最后一天"),
        ),
    ]
