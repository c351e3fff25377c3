import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether pupils are in a picture, and who compared it with the lists of 肖像同意."""

    dependencies = [
        ("news", "0007_webp_widths"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="articlephoto",
            name="has_pupils",
            field=models.BooleanField(blank=True, null=True, verbose_name="有学生"),
        ),
        migrations.AddField(
            model_name="articlephoto",
            name="pupils_checked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="核对学生的时间"),
        ),
        migrations.AddField(
            model_name="articlephoto",
            name="pupils_checked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="核对学生的人",
            ),
        ),
        migrations.AddConstraint(
            model_name="articlephoto",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pupils_checked_at", None), ("pupils_checked_by", None)),
                    models.Q(
                        ("has_pupils", True),
                        ("has_pupils__isnull", False),
                        ("pupils_checked_at__isnull", False),
                        ("pupils_checked_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="news_articlephoto_check_is_whole",
                violation_error_message="核对学生要写明是谁、什么时候核对的。",
            ),
        ),
    ]
