import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import branch.core.models.abstract


class Migration(migrations.Migration):
    """Sign-ups for activities with their roles and people, partners, and statements of service."""

    dependencies = [
        ("activities", "0005_kept_by"),
        ("school", "0020_names_in_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        error_messages={"unique": "已有同名的共建单位。"},
                        max_length=30,
                        unique=True,
                        verbose_name="名称",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("street", "街道"),
                            ("community", "社区"),
                            ("unit", "单位"),
                            ("brand", "品牌"),
                        ],
                        max_length=20,
                        verbose_name="类别",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "verbose_name": "共建单位",
                "verbose_name_plural": "共建单位",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Opening",
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
                ("opens_at", models.DateTimeField(verbose_name="开始报名")),
                ("closes_at", models.DateTimeField(verbose_name="报名截止")),
                (
                    "planned_hours",
                    models.DecimalField(decimal_places=1, max_digits=3, verbose_name="服务时长"),
                ),
                ("meeting_point", models.CharField(blank=True, max_length=60, verbose_name="集合")),
                (
                    "remark",
                    models.CharField(blank=True, max_length=60, verbose_name="要带什么、怎么穿"),
                ),
                (
                    "served_count",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="服务对象（人次）"
                    ),
                ),
                (
                    "pupil_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="到场学生"),
                ),
                (
                    "league_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="其中团员"),
                ),
                (
                    "evidence",
                    models.CharField(blank=True, max_length=100, verbose_name="佐证材料名称"),
                ),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="确认日期")),
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening",
                        to="activities.activity",
                        verbose_name="活动",
                    ),
                ),
                (
                    "leaders",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="school.staff", verbose_name="带队教师"
                    ),
                ),
            ],
            options={
                "verbose_name": "报名",
                "verbose_name_plural": "报名",
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="partner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activities",
                to="activities.partner",
                verbose_name="共建单位",
            ),
        ),
        migrations.CreateModel(
            name="SafetyPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "file",
                    models.FileField(
                        max_length=120,
                        upload_to=branch.core.models.abstract.generated_name,
                        verbose_name="文件",
                    ),
                ),
                ("original_name", models.CharField(max_length=120, verbose_name="文件名")),
                ("size", models.PositiveIntegerField(verbose_name="字节数")),
                ("uploaded_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                (
                    "opening",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="safety_plan",
                        to="activities.opening",
                    ),
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
            options={
                "verbose_name": "活动安全预案",
                "verbose_name_plural": "活动安全预案",
            },
        ),
        migrations.CreateModel(
            name="ServiceStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        editable=False, max_length=12, unique=True, verbose_name="编号"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("issued_on", models.DateField(verbose_name="日期")),
                ("lines", models.JSONField(blank=True, default=list, verbose_name="服务")),
                (
                    "official_number",
                    models.CharField(blank=True, max_length=40, verbose_name="官方系统证明编号"),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_statements",
                        to="school.staff",
                        verbose_name="教职工",
                    ),
                ),
            ],
            options={
                "verbose_name": "服务记录情况说明",
                "verbose_name_plural": "服务记录情况说明",
                "ordering": ["-issued_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=20, verbose_name="岗位")),
                ("needs", models.CharField(blank=True, max_length=60, verbose_name="要求")),
                ("places", models.PositiveSmallIntegerField(verbose_name="名额")),
                ("takes_pupils", models.BooleanField(default=False, verbose_name="学生可参加")),
                ("is_consultation", models.BooleanField(default=False, verbose_name="咨询岗位")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="次序")),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slots",
                        to="activities.opening",
                    ),
                ),
            ],
            options={
                "verbose_name": "岗位",
                "verbose_name_plural": "岗位",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Registration",
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
                ("number", models.PositiveIntegerField(verbose_name="序号")),
                ("is_league_member", models.BooleanField(default=False, verbose_name="团员")),
                (
                    "consent_on",
                    models.DateField(blank=True, null=True, verbose_name="监护人同意日期"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("placed", "已报名"),
                            ("waiting", "候补"),
                            ("withdrawn", "已取消"),
                            ("added", "补登"),
                        ],
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "moved_up_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="补上时间"),
                ),
                ("is_absent", models.BooleanField(default=False, verbose_name="未到")),
                (
                    "hours",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=3,
                        null=True,
                        verbose_name="服务时长",
                    ),
                ),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="确认日期")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="school.staff",
                        verbose_name="确认人",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="school.staff",
                        verbose_name="登记人",
                    ),
                ),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registrations",
                        to="activities.opening",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="school.staff",
                        verbose_name="教职工",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="school.student",
                        verbose_name="学生",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="activities.slot",
                    ),
                ),
            ],
            options={
                "verbose_name": "报名记录",
                "verbose_name_plural": "报名记录",
                "ordering": ["pk"],
                "permissions": [("enter_pupils", "可以登记学生志愿者")],
            },
        ),
        migrations.CreateModel(
            name="StatementTry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address_hash", models.CharField(max_length=64, verbose_name="来源摘要")),
                ("hour", models.DateTimeField(verbose_name="钟点")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="次数")),
            ],
            options={
                "verbose_name": "查验次数",
                "verbose_name_plural": "查验次数",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("address_hash", "hour"),
                        name="activities_statementtry_once",
                        violation_error_message="这个钟点已经记过了。",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                name="activities_opening_closes_after_it_opens",
                violation_error_message="报名截止要晚于开始报名的时间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="opening",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned_hours__gt", 0), ("planned_hours__lte", 12)),
                name="activities_opening_hours_of_a_day",
                violation_error_message="服务时长要多于 0 小时，不超过 12 小时。",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicestatement",
            constraint=models.CheckConstraint(
                condition=models.Q(("lines", []), _negated=True),
                name="activities_servicestatement_says_something",
                violation_error_message="这一年还没有确认的服务时长。",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.UniqueConstraint(
                fields=("opening", "title"),
                name="activities_slot_title_once",
                violation_error_message="岗位名称重复了。",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(("places__gte", 1), ("places__lte", 90)),
                name="activities_slot_has_places",
                violation_error_message="名额在 1 到 90 之间。",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("takes_pupils", False), ("is_consultation", False), _connector="OR"
                ),
                name="activities_slot_pupils_do_not_consult",
                violation_error_message="咨询岗位不安排学生。",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                fields=("slot", "number"),
                name="activities_registration_number_once",
                violation_error_message="这个序号已经用过了。",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("opening", "staff"),
                name="activities_registration_staff_once",
                violation_error_message="一场活动一人报一个岗位。",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("opening", "student"),
                name="activities_registration_student_once",
                violation_error_message="这名学生已经登记过了。",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("staff__isnull", False), ("student", None)),
                    models.Q(("staff", None), ("student__isnull", False)),
                    _connector="OR",
                ),
                name="activities_registration_staff_or_student",
                violation_error_message="一条报名是一名教职工或一名学生的。",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("consent_on", None), ("is_league_member", False), ("student", None)),
                    models.Q(("consent_on__isnull", False), ("student__isnull", False)),
                    _connector="OR",
                ),
                name="activities_registration_pupil_with_consent",
                violation_error_message="学生参加要有监护人同意的日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hours", None),
                    models.Q(("hours__gt", 0), ("hours__lte", 24), ("student", None)),
                    _connector="OR",
                ),
                name="activities_registration_hours_of_colleagues",
                violation_error_message="服务时长要多于 0 小时，不超过 24 小时。",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hours", None),
                    models.Q(("is_absent", False), ("state__in", ["placed", "added"])),
                    _connector="OR",
                ),
                name="activities_registration_hours_of_who_came",
                violation_error_message="未到的没有服务时长。",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_by", None), ("confirmed_on", None)),
                    models.Q(("confirmed_by__isnull", False), ("confirmed_on__isnull", False)),
                    _connector="OR",
                ),
                name="activities_registration_confirmed_with_its_day",
                violation_error_message="确认的时长要有确认日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by", None),
                    models.Q(("confirmed_by", models.F("staff")), _negated=True),
                    _connector="OR",
                ),
                name="activities_registration_not_confirmed_by_oneself",
                violation_error_message="自己的服务时长由别人确认。",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "added"), _negated=True),
                    ("confirmed_by", None),
                    models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                    _connector="OR",
                ),
                name="activities_registration_added_seen_by_a_second",
                violation_error_message="事后补登的时长由另一个人确认。",
            ),
        ),
    ]
