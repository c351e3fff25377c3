import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import branch.core.models.abstract


class Migration(migrations.Migration):
    """Take over the tables of imports, which `core` renamed; nothing is changed in them."""

    dependencies = [
        ("core", "0006_excuses_and_imports_move"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="ImportBatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(max_length=20, verbose_name="名册")),
                        (
                            "file",
                            models.FileField(
                                blank=True,
                                max_length=120,
                                upload_to=branch.core.models.abstract.generated_name,
                                verbose_name="文件",
                            ),
                        ),
                        ("file_name", models.CharField(max_length=120, verbose_name="文件名")),
                        ("digest", models.CharField(db_index=True, max_length=64)),
                        ("choices", models.JSONField(blank=True, default=dict)),
                        ("effective_on", models.DateField(verbose_name="在班起始日期")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("uploaded", "已上传"),
                                    ("checked", "待确认"),
                                    ("writing", "正在导入"),
                                    ("done", "已导入"),
                                    ("undoing", "正在撤销"),
                                    ("undone", "已撤销"),
                                ],
                                default="uploaded",
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("counts", models.JSONField(blank=True, default=dict)),
                        ("remarks", models.JSONField(blank=True, default=list)),
                        ("is_emptied", models.BooleanField(default=False, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="上传时间"),
                        ),
                        (
                            "done_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="导入时间"),
                        ),
                        (
                            "undone_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="撤销时间"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="导入人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "导入批次",
                        "verbose_name_plural": "导入批次",
                        "ordering": ["-created_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ImportedRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
                        (
                            "sheet",
                            models.CharField(blank=True, max_length=60, verbose_name="工作表"),
                        ),
                        ("row", models.PositiveIntegerField(verbose_name="行号")),
                        ("label", models.CharField(blank=True, max_length=80)),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("new", "新增"),
                                    ("changed", "更新"),
                                    ("unchanged", "不变"),
                                    ("error", "错误"),
                                ],
                                max_length=10,
                                verbose_name="结果",
                            ),
                        ),
                        ("values", models.JSONField(default=dict)),
                        ("cells", models.JSONField(default=dict)),
                        ("errors", models.JSONField(default=list)),
                        ("warnings", models.JSONField(default=list)),
                        ("changes", models.JSONField(default=list)),
                        ("left", models.CharField(blank=True, max_length=200)),
                        ("written_at", models.DateTimeField(blank=True, null=True)),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="rosters.importbatch",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "导入行",
                        "verbose_name_plural": "导入行",
                        "ordering": ["position"],
                    },
                ),
                migrations.AddConstraint(
                    model_name="importbatch",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("undone_at", None), ("done_at__isnull", False), _connector="OR"
                        ),
                        name="core_importbatch_undone_after_done",
                        violation_error_message="还没有导入的名册不能撤销。",
                    ),
                ),
                migrations.AddIndex(
                    model_name="importedrow",
                    index=models.Index(
                        fields=["batch", "verdict"], name="core_importedrow_verdict"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="importedrow",
                    constraint=models.UniqueConstraint(
                        fields=("batch", "position"), name="core_importedrow_once_per_position"
                    ),
                ),
            ]
        )
    ]
