from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ChoreRun",
            fields=[
                (
                    "key",
                    models.CharField(
                        max_length=60, primary_key=True, serialize=False, verbose_name="工作"
                    ),
                ),
                ("ran_at", models.DateTimeField(verbose_name="上次运行")),
            ],
            options={
                "verbose_name": "定时工作",
                "verbose_name_plural": "定时工作",
            },
        ),
    ]
