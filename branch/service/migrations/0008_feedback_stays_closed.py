from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("service", "0007_talks")]

    operations = [
        migrations.AddField(
            model_name="feedbackbox",
            name="closed_on",
            field=models.DateField(editable=False, null=True, verbose_name="已截止"),
        ),
    ]
