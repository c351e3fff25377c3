import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """保密记录 of contacts: sealed texts, one a contact."""

    dependencies = [
        ("walkins", "0007_last_contact_of_a_pairing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactNote",
            fields=[
                (
                    "version",
                    models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                ),
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="编号",
                    ),
                ),
                ("sealed", models.TextField(editable=False, verbose_name="密文")),
                ("written_at", models.DateTimeField(verbose_name="写下时间")),
                (
                    "rewritten_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="改写时间"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="写的人",
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        error_messages={"unique": "这条帮扶记录已经有一段保密记录，请打开改写。"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="note",
                        to="walkins.contact",
                        verbose_name="帮扶记录",
                    ),
                ),
            ],
            options={
                "verbose_name": "保密记录",
                "verbose_name_plural": "保密记录",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sealed__startswith", "enc1.")),
                        name="walkins_contactnote_is_sealed",
                        violation_error_message="保密记录没有加密，不能保存。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rewritten_at", None),
                            ("rewritten_at__gte", models.F("written_at")),
                            _connector="OR",
                        ),
                        name="walkins_contactnote_rewritten_later",
                        violation_error_message="改写时间不能早于写下时间。",
                    ),
                ],
            },
        ),
    ]
