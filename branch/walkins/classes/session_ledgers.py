"""班级团辅登记表."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from branch.activities.models import ActivityPart
from branch.core.wording import FEW
from branch.ledgers.ledger import Column, Ledger, Record
from branch.members.models import MemberStatus
from branch.school.models import SchoolClass

from .models import ClassPosting, ClassSession, classes_to_record


def leaders_of(session):
    return "、".join(staff.name for staff in session.leaders)


def helping_members_of(session):
    """Those who helped and were members of the branch that day."""
    parts = session.activity.parts.all()
    return "、".join(
        part.staff.name for part in parts if part.role == "assistant" and part.is_member
    )


def headcount_of(session):
    """The number of pupils; where they are few only for those who record the sessions of the class."""
    count = session.activity.audience_count
    return count if session.is_recorder or (count or 0) >= FEW else session.few_say


def material_of(session):
    """The kind and number of what is stored with it; nothing where nothing is."""
    return f"现场照片 {session.photo_count} 张" if session.photo_count else None


class SessionLedger(Ledger):
    """班级团辅登记表: a line for each session that was held; no pupil's name, no feedback."""

    slug, title, order = "class-sessions", "班级团辅登记表", 160
    permission = "ledgers.view_ledger"
    note = "本表不含学生姓名和学生反馈。"
    record = Record("walkins:session-detail", "walkins.view_classsession")
    columns = (
        Column("日期", "day", 10, sort=("activity__starts_at",)),
        Column(
            "班级", "class_name", 10, sort=("-school_class__entry_year", "school_class__number")
        ),
        Column("主题", "theme.name", 14),
        Column("组织教师", leaders_of, 9),
        Column("协助党员", helping_members_of, 9),
        Column("地点", "activity.place", 10),
        Column("参加人数", headcount_of, 6),
        Column("资料名称", material_of, 12),
    )

    def rows(self, user, *, period, filters):
        day = OuterRef("activity__starts_at__date")
        statuses = MemberStatus.objects.filter(Q(until_on=None) | Q(until_on__gte=day))
        statuses = statuses.filter(member__staff=OuterRef("staff"), from_on__lte=day)
        parts = ActivityPart.objects.select_related("staff").annotate(is_member=Exists(statuses))
        recorded = classes_to_record(user, on=timezone.localdate())
        return (
            ClassSession.objects.visible_to(user)
            .done()
            .within(period)
            .select_related("school_class", "theme", "activity")
            .prefetch_related(Prefetch("activity__parts", parts))
            .annotate(
                photo_count=Count("activity__photos", distinct=True),
                is_recorder=Exists(recorded.filter(pk=OuterRef("school_class"))),
            )
            .order_by("activity__starts_at", "pk")
        )

    def scope_of(self, user, *, on):
        """Return the 范围 of the rows, 本人、本班, as `ClassSession.objects.visible_to` decides."""
        if user.has_perm("walkins.record_every_classsession"):
            return "全校"
        scopes = {
            "本班": SchoolClass.objects.headed_by(user, on=on).exists(),
            "联系的班级": ClassPosting.objects.held_by(user, on=on).exists(),
        }
        return "、".join(["本人", *(name for name, applies in scopes.items() if applies)])

    def summary(self, rows):
        count = rows.count()
        return f"共 {count} 次" if count else ""
