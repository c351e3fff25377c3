from django.db import models

from branch.members.models import Standard


class Kind(models.TextChoices):
    GENERAL_MEETING = "general_meeting", "党员大会"
    COMMITTEE_MEETING = "committee_meeting", "支委会"
    GROUP_MEETING = "group_meeting", "党小组会"
    PARTY_LESSON = "party_lesson", "党课"
    THEMED_DAY = "themed_day", "主题党日"
    ORGANISATION_LIFE = "organisation_life", "组织生活会"
    APPRAISAL = "appraisal", "民主评议"
    HEART_TALK = "heart_talk", "谈心谈话"
    WINTER_TRAINING = "winter_training", "冬训"
    SUMMER_TRAINING = "summer_training", "暑期教师培训"
    POST_TRAINING = "post_training", "上岗培训"
    LECTURE = "lecture", "专题报告"
    FLAG_SPEECH = "flag_speech", "国旗下讲话"
    CLASS_SESSION = "class_session", "班级团辅"
    PARENT_SCHOOL = "parent_school", "家长学校"
    COMMUNITY_LECTURE = "community_lecture", "社区大讲堂"
    SERVICE_EXPRESS = "service_express", "党员服务直通车"
    VOLUNTEERING = "volunteering", "志愿服务"
    JOINT_PROGRAMME = "joint_programme", "共建项目"
    OTHER = "other", "其他"


# what public pages call a speaker from outside who has not agreed to be named
UNNAMED = "校外专家"
# 三会一课, in the order inspectors name them.
MEETINGS = (
    Kind.GENERAL_MEETING,
    Kind.COMMITTEE_MEETING,
    Kind.GROUP_MEETING,
    Kind.PARTY_LESSON,
)
# What the public home shows of organisation life.
LIFE = (*MEETINGS, Kind.THEMED_DAY)


class Area(models.TextChoices):
    ORGANISATION = "organisation", "组织生活"
    LEARNING = "learning", "学习培训"
    WALKINS = "walkins", "三走进"
    SERVICE = "service", "服务社区"
    HOME_SCHOOL = "home_school", "家校社"


class Audience(models.TextChoices):
    """Who is expected at an activity; `expected` finds the people of a day."""

    MEMBERS = "members", "全体党员"
    COMMITTEE = "committee", "支委"
    GROUP = "group", "一个党小组"
    STAFF = "staff", "全体教职工"
    OPEN = "open", "不点名，只填人数"


class ProgrammeQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def open_to(self, user):
        """Rows for which the user may plan or log: only the committee logs committee meetings."""
        if user.has_perm("activities.view_attendance_reason"):
            return self.active()
        return self.active().exclude(audience=Audience.COMMITTEE)

    def countable_too(self):
        """Rows that an activity of another programme may count for too."""
        ours = models.Q(area__in=[Area.ORGANISATION, Area.LEARNING])
        named = self.exclude(audience__in=[Audience.COMMITTEE, Audience.GROUP])
        return named.filter(ours | models.Q(kind=Kind.PARENT_SCHOOL))


class Programme(models.Model):
    """项目: a series of activities of one kind, with the people it expects and its standard."""

    name = models.CharField(
        "项目", max_length=30, unique=True, error_messages={"unique": "已有同名的项目。"}
    )
    kind = models.CharField("类别", max_length=20, choices=Kind)
    area = models.CharField("领域", max_length=20, choices=Area)
    audience = models.CharField("应到", max_length=20, choices=Audience)
    standard = models.ForeignKey(
        Standard, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="争当"
    )
    is_public = models.BooleanField(
        "面向社会开放", default=False, help_text="待召开的活动会出现在公开首页的“近期活动”。"
    )
    is_active = models.BooleanField("在用", default=True)
    order = models.PositiveSmallIntegerField("次序", default=0)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "项目"
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=Kind.GROUP_MEETING) | models.Q(audience=Audience.GROUP),
                name="activities_programme_group_meeting_expects_a_group",
                violation_error_message="党小组会的应到范围是“一个党小组”。",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind=Kind.COMMITTEE_MEETING)
                | models.Q(audience=Audience.COMMITTEE),
                name="activities_programme_committee_meeting_expects_the_committee",
                violation_error_message="支委会的应到范围是“支委”。",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_open(self):
        return self.audience == Audience.OPEN


class Speaker(models.Model):
    """主讲人: someone from outside the school who spoke."""

    name = models.CharField("姓名", max_length=30)
    affiliation = models.CharField("单位", max_length=60, blank=True)
    # the day on which they agreed that public pages name them
    named_consent_on = models.DateField("同意公开姓名日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "校外主讲人"
        ordering = ["name", "affiliation"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "affiliation"],
                name="activities_speaker_once",
                violation_error_message="这位主讲人已经登记过了。",
            )
        ]

    def __str__(self):
        return f"{self.name}（{self.affiliation}）" if self.affiliation else self.name

    @property
    def public_name(self):
        return str(self) if self.named_consent_on else UNNAMED
