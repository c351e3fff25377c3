import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A public form has a token too, spent once by nobody known."""

    dependencies = [
        ("core", "0008_form_digests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="formtoken",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="formtoken",
            constraint=models.UniqueConstraint(
                condition=models.Q(("user", None)),
                fields=("token",),
                name="core_formtoken_spent_once_by_a_stranger",
            ),
        ),
    ]
