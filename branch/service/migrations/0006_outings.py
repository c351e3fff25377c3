import uuid
from datetime import date

import django.db.models.deletion
from django.db import migrations, models

import branch.service.registers.models.wordings

# what stalls talk of, to begin with; the last takes up the topics of which few spoke
TOPICS = ("家庭教育", "亲子沟通", "学习兴趣", "情绪压力", "政策咨询", "其他")


def lay(apps, schema_editor):
    ConsultTopic = apps.get_model("service", "ConsultTopic")
    for order, name in enumerate(TOPICS, start=1):
        is_rest = name == TOPICS[-1]
        ConsultTopic.objects.create(
            name=name, order=order, is_rest=is_rest, from_on=date(2000, 1, 1)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0006_signups"),
        ("service", "0005_teams"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConsultTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("closes_on", models.DateField(verbose_name="最后一天")),
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consult_tally",
                        to="activities.activity",
                        verbose_name="活动",
                    ),
                ),
            ],
            options={
                "verbose_name": "咨询登记",
                "verbose_name_plural": "咨询登记",
                "ordering": ["pk"],
                "permissions": [("keep_tally", "可以登记咨询")],
            },
        ),
        migrations.CreateModel(
            name="ConsultTopic",
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
                ("from_on", models.DateField(verbose_name="自")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="至")),
                (
                    "name",
                    models.CharField(
                        max_length=20,
                        validators=[branch.service.registers.models.wordings.no_home_address],
                        verbose_name="名称",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="次序")),
                (
                    "is_rest",
                    models.BooleanField(default=False, editable=False, verbose_name="其他"),
                ),
            ],
            options={
                "verbose_name": "咨询话题",
                "verbose_name_plural": "咨询话题",
                "ordering": ["order", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on", None)),
                        fields=("name",),
                        name="service_consulttopic_one_of_a_name",
                        violation_error_message="已有同名的一项。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_rest", True)),
                        fields=("is_rest",),
                        name="service_consulttopic_one_rest",
                        violation_error_message="“其他”只有一项。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_rest", True), ("name", "其他"), ("until_on", None)),
                            models.Q(("is_rest", False), models.Q(("name", "其他"), _negated=True)),
                            _connector="OR",
                        ),
                        name="service_consulttopic_rest_stays",
                        violation_error_message="“其他”不能停用、改名，也不能另加一项。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
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
                ("about", models.TextField(max_length=400, verbose_name="做什么")),
                ("charter", models.CharField(blank=True, max_length=80, verbose_name="宗旨")),
                ("agreements", models.TextField(max_length=500, verbose_name="服务约定")),
                ("rhythm", models.CharField(blank=True, max_length=40, verbose_name="多久一次")),
                ("is_shown", models.BooleanField(default=True, verbose_name="公开显示")),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_series",
                        to="activities.partner",
                        verbose_name="共建单位",
                    ),
                ),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_series",
                        to="activities.programme",
                        verbose_name="项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "服务系列",
                "verbose_name_plural": "服务系列",
                "ordering": ["programme__order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ConsultTap",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="时长（分钟）"
                    ),
                ),
                ("is_undone", models.BooleanField(default=False, verbose_name="已撤销")),
                (
                    "tally",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taps",
                        to="service.consulttally",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taps",
                        to="service.consulttopic",
                    ),
                ),
            ],
            options={
                "verbose_name": "咨询一次",
                "verbose_name_plural": "咨询一次",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minutes", None),
                            models.Q(("minutes__gte", 1), ("minutes__lte", 240)),
                            _connector="OR",
                        ),
                        name="service_consulttap_minutes_of_a_talk",
                        violation_error_message="时长在 1 到 240 分钟之间。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TripStop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("place", models.CharField(max_length=40, verbose_name="地点")),
                ("starts", models.TimeField(verbose_name="从")),
                ("ends", models.TimeField(verbose_name="到")),
                ("note", models.CharField(blank=True, max_length=60, verbose_name="说明")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stops",
                        to="activities.activity",
                    ),
                ),
            ],
            options={
                "verbose_name": "站点",
                "verbose_name_plural": "站点",
                "ordering": ["activity", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "order"),
                        name="service_tripstop_one_at_a_place_in_the_order",
                        violation_error_message="两站的次序重复了。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("starts"))),
                        name="service_tripstop_ends_after_it_starts",
                        violation_error_message="到的时间要晚于从的时间。",
                    ),
                ],
            },
        ),
        migrations.RunPython(lay, migrations.RunPython.noop),
    ]
