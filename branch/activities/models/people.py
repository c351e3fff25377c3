from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from branch.members.models import Member, Office
from branch.school.models import Staff

from .activities import Activity
from .programmes import Audience, Speaker

# said of who was absent without a reason
NO_LEAVE = "未请假"


class ActivityPart(models.Model):
    """分工: who hosted, spoke, took the minutes or helped; a member of staff or a speaker from outside."""

    class Role(models.TextChoices):
        HOST = "host", "主持人"
        SPEAKER = "speaker", "主讲人"
        RECORDER = "recorder", "记录人"
        ASSISTANT = "assistant", "协助"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="parts")
    role = models.CharField("分工", max_length=20, choices=Role)
    staff = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="activity_parts"
    )
    speaker = models.ForeignKey(
        Speaker, models.PROTECT, null=True, blank=True, related_name="activity_parts"
    )

    class Meta:
        verbose_name = verbose_name_plural = "活动分工"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(staff=None, speaker__isnull=False)
                | Q(staff__isnull=False, speaker=None),
                name="activities_activitypart_staff_or_speaker",
                violation_error_message="一项分工由一名教职工或一位校外主讲人担任。",
            ),
            models.UniqueConstraint(
                fields=["activity", "role", "staff"],
                name="activities_activitypart_staff_once_per_role",
                violation_error_message="这名教职工已经在这项分工里了。",
            ),
            models.UniqueConstraint(
                fields=["activity", "role", "speaker"],
                name="activities_activitypart_speaker_once_per_role",
                violation_error_message="这位主讲人已经在这项分工里了。",
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()} {self.name}"

    @property
    def name(self):
        return str(self.staff or self.speaker)

    @property
    def public_name(self):
        """苏清和（本校）; of one from outside the name and unit with a consent, else 校外专家."""
        return f"{self.staff}（本校）" if self.staff else self.speaker.public_name


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All rows for the committee; else the user's own, and those of activities the user logged."""
        if user.has_perm("activities.view_attendance_reason"):
            return self
        return self.filter(Q(staff__user=user) | Q(activity__logged_by=user))


class Attendance(models.Model):
    """出席: how one person took part; all rows but those of observers are the 应到 of the day."""

    class State(models.TextChoices):
        PRESENT = "present", "出席"
        EXCUSED = "excused", "请假"
        ABSENT = "absent", "缺席"
        OBSERVER = "observer", "列席"

    class Reason(models.TextChoices):
        OFFICIAL = "official", "公出"
        ILL = "ill", "病假"
        PERSONAL = "personal", "事假"
        OTHER = "other", "其他"

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="attendances")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="attendances")
    state = models.CharField("出席情况", max_length=20, choices=State)
    has_vote = models.BooleanField("有表决权", default=False)
    reason = models.CharField("原因", max_length=20, choices=Reason, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "出席"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "staff"],
                name="activities_attendance_once",
                violation_error_message="这名教职工的出席情况已经记过了。",
            ),
            models.CheckConstraint(
                condition=Q(state="excused") & ~Q(reason="") | ~Q(state="excused") & Q(reason=""),
                name="activities_attendance_reason_when_excused",
                violation_error_message="请假要有原因，其他情况不写原因。",
            ),
            models.CheckConstraint(
                condition=~Q(state="observer", has_vote=True),
                name="activities_attendance_observers_do_not_vote",
                violation_error_message="列席人员没有表决权。",
            ),
        ]

    def __str__(self):
        return f"{self.staff} {self.get_state_display()}"

    @property
    def answer(self):
        """The values that are compared to see whether the row has changed."""
        return self.state, self.has_vote, self.reason

    @property
    def is_away(self):
        """Whether the person was expected and not there, with or without leave."""
        return self.state in (self.State.EXCUSED, self.State.ABSENT)

    @property
    def says(self):
        """张三（病假）; 张三（未请假） without leave."""
        return f"{self.staff}（{self.get_reason_display() or NO_LEAVE}）"


@dataclass(frozen=True)
class Expected:
    """应到: one person who is expected, with the heading to list them under and their right to vote."""

    staff: Staff
    group: str
    has_vote: bool = False


def expected(programme, *, on, party_group=None):
    """Return the people expected on a day: in the branch or the school that day, and not away.

    An open activity expects nobody: it has a headcount, and the staff who took part are listed.
    """
    if programme.is_open:
        return []
    if programme.audience == Audience.STAFF:
        return _expected_staff(on)
    members = Member.objects.active_on(on).present_on(on).with_group_on(on)
    if programme.audience == Audience.COMMITTEE:
        members = members.filter(pk__in=Office.objects.active_on(on).values("member"))
    if programme.audience == Audience.GROUP:
        members = members.filter(group_on=party_group and party_group.pk)
    voting = Member.objects.voting_on(on).filter(pk=OuterRef("pk"))
    rows = members.select_related("staff").annotate(has_vote=Exists(voting))
    return [Expected(row.staff, row.group_name, row.has_vote) for row in rows.in_roster_order()]


def awaited_of(activity, *, on):
    """Return the people expected at an activity held on the day, as stored; None where none are.

    People who have joined or changed group since are not among them.
    """
    if not activity.is_done or activity.day != on:
        return None
    if activity.programme.is_open:
        return []
    rows = activity.attendances.exclude(state=Attendance.State.OBSERVER)
    member = Member.objects.with_group_on(on).filter(staff=OuterRef("staff"))
    rows = rows.annotate(
        group_name=Subquery(member.values("group_name")),
        group_order=Subquery(member.values("group_order")),
    )
    rows = rows.select_related("staff").order_by(
        "group_order", "staff__member__surname_strokes", "staff__number"
    )
    return [Expected(row.staff, row.group_name or "教职工", row.has_vote) for row in rows] or None


def _expected_staff(on):
    away = Member.objects.active_on(on).exclude(pk__in=Member.objects.present_on(on).values("pk"))
    here = Staff.objects.working_on(on).exclude(pk__in=away.values("staff"))
    return [Expected(row, "教职工") for row in here]


@dataclass(frozen=True)
class Roll:
    """出席情况 of an activity: the figures, the user's own row, and names for those who may see them."""

    expected_count: int
    present_count: int
    voting_count: int
    voting_present_count: int
    present: list
    away: list
    observers: list
    own: Attendance | None

    @classmethod
    def of(cls, activity, user):
        rows = list(activity.attendances.select_related("staff"))
        awaited = [row for row in rows if row.state != Attendance.State.OBSERVER]
        came = [row for row in awaited if row.state == Attendance.State.PRESENT]
        shown = rows if activity.attendance_visible_to(user) else []
        return cls(
            expected_count=len(awaited),
            present_count=len(came),
            voting_count=sum(row.has_vote for row in awaited),
            voting_present_count=sum(row.has_vote for row in came),
            present=[row for row in shown if row.state == Attendance.State.PRESENT],
            away=[row for row in shown if row.is_away],
            observers=[row for row in shown if row.state == Attendance.State.OBSERVER],
            own=next((row for row in rows if row.staff.user_id == user.pk), None),
        )
