import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Drop the tick of consent: it had no text, and members now consent to the page they wrote."""

    dependencies = [
        ("members", "0005_honours"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FlagPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                ),
                (
                    "post_title",
                    models.CharField(
                        default="党员示范岗", max_length=20, verbose_name="示范岗名称"
                    ),
                ),
                ("roles", models.TextField(max_length=60, verbose_name="身份")),
                ("pledge", models.CharField(max_length=120, verbose_name="公开承诺")),
                ("pledged_on", models.DateField(verbose_name="承诺日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "未公开"),
                            ("submitted", "待审核"),
                            ("approved", "已公开"),
                        ],
                        default="draft",
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("school_year", models.PositiveSmallIntegerField(verbose_name="学年（起始年）")),
                (
                    "consented_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="本人同意公开时间"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="审核时间"),
                ),
                ("remark", models.CharField(blank=True, max_length=100, verbose_name="审核意见")),
            ],
            options={
                "verbose_name": "党员公开页",
                "verbose_name_plural": "党员公开页",
                "permissions": [
                    ("write_flagpage", "可以写自己的公开页"),
                    ("approve_flagpage", "可以审核别人的公开页"),
                ],
            },
        ),
        migrations.RemoveField(
            model_name="member",
            name="is_public",
        ),
        migrations.AddField(
            model_name="flagpage",
            name="approved_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="审核人",
            ),
        ),
        migrations.AddField(
            model_name="flagpage",
            name="member",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="flag_page",
                to="members.member",
                verbose_name="党员",
            ),
        ),
        migrations.AddField(
            model_name="flagpage",
            name="written_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="撰写人",
            ),
        ),
        migrations.AddConstraint(
            model_name="flagpage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("consented_at", None), ("state", "draft")),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True), ("consented_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="members_flagpage_is_shown_with_consent",
                violation_error_message="本人同意公开后才能送审。",
            ),
        ),
        migrations.AddConstraint(
            model_name="flagpage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_at", None),
                        ("approved_by", None),
                        models.Q(("state", "approved"), _negated=True),
                    ),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        ("state", "approved"),
                        models.Q(("approved_by", models.F("written_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="members_flagpage_approved_by_another",
                violation_error_message="自己的公开页要由另一位同事审核。",
            ),
        ),
    ]
