import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import branch.core.models.abstract

PATH = {"max_length": 120, "upload_to": branch.core.models.abstract.generated_name}


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0012_flag_shows_deeds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FlagPortrait",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(**PATH, verbose_name="图片")),
                ("thumb", models.FileField(**PATH, verbose_name="缩略图")),
                ("width", models.PositiveIntegerField(verbose_name="宽")),
                ("height", models.PositiveIntegerField(verbose_name="高")),
                ("size", models.PositiveIntegerField(verbose_name="字节数")),
                ("alt", models.CharField(blank=True, max_length=120, verbose_name="替代文字")),
                ("caption", models.CharField(blank=True, max_length=120, verbose_name="图注")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="次序")),
                (
                    "uploaded_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="上传时间"),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
            ],
            options={"verbose_name": "公开页的照片", "verbose_name_plural": "公开页的照片"},
        ),
        migrations.AddField(
            model_name="flagpage",
            name="portrait",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="page",
                to="members.flagportrait",
                verbose_name="照片",
            ),
        ),
        migrations.AddField(
            model_name="flagpage",
            name="shows_portrait",
            field=models.BooleanField(default=False, verbose_name="公开照片"),
        ),
        migrations.AddConstraint(
            model_name="flagpage",
            constraint=models.CheckConstraint(
                condition=models.Q(("shows_portrait", False))
                | models.Q(("consented_at__isnull", False), ("portrait__isnull", False)),
                name="members_flagpage_portrait_with_consent",
                violation_error_message="先选一张照片，本人同意后才能公开照片。",
            ),
        ),
    ]
