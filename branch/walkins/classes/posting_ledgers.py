from datetime import date

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least, TruncDate

from branch.activities.models import Attendance
from branch.ledgers.ledger import Column, Ledger, by_hand
from branch.members.models import Member, MemberStatus
from branch.school.models import HeadTeacherPost, SchoolClass, Teaching, Term
from branch.school.models.classes import GRADES, entry_years_on

from .models import Basis, ClassPosting, ClassSession


def grade_of(posting):
    return GRADES[posting.school_class.grade_on(posting.shown_on)]


def class_of(posting):
    return posting.school_class.name_on(posting.shown_on)


def head_is_member(posting):
    return None if posting.head is None else posting.head_is_member


def subjects_of(posting):
    rows = [row for row in posting.member.staff.taught if row.term_id == posting.term]
    return "、".join(dict.fromkeys(row.subject.name for row in rows))


def days_of(posting):
    """2026-09-01 起, or 2026-09-01 至 2026-11-20 where it had ended by the end of the period."""
    until = f"至 {posting.shown_on}" if posting.has_ended else "起"
    return f"{posting.from_on} {until}"


def attended_of(posting):
    return None if posting.term is None else posting.attended


def held_of(posting):
    return None if posting.term is None else posting.held


def remark_of(posting):
    is_gone = not (posting.has_ended or posting.is_member_here)
    return "党员已离校或转出" if is_gone else by_hand(posting)


class PostingLedger(Ledger):
    """党员联系班级一览表: a line for each posting that held in the period, as it stood on the last such day."""

    slug, title, order = "class-postings", "党员联系班级一览表", 130
    permission = "ledgers.view_ledger"
    columns = (
        Column("年级", grade_of, 6),
        Column("班级", class_of, 12, sort=("-school_class__entry_year", "school_class__number")),
        Column("班主任", "head", 8),
        Column("班主任是否党员", head_is_member, 8),
        Column("联系党员", "member.staff.name", 8, sort=("member__staff__name_keys",)),
        Column("任教学科", subjects_of, 12),
        Column("联系依据", ClassPosting.get_basis_display, 10, sort=("basis",), choices=Basis),
        Column("起止日期", days_of, 24, sort=("from_on",)),
        Column("本学期参加班级活动次数", attended_of, 10),
        Column("本学期班级团辅次数", held_of, 10),
        Column("备注", remark_of, 14),
    )

    def rows(self, user, *, period, filters):
        taught = Teaching.objects.filter(term__starts_on__lte=period.end)
        taught = taught.select_related("subject").in_order()
        rows = held_in(ClassPosting.objects.visible_to(user), period)
        return (
            with_head(with_sessions(rows))
            .annotate(
                is_member_here=Exists(
                    Member.objects.here_on(period.end).filter(pk=OuterRef("member"))
                ),
                has_ended=Case(
                    When(Q(shown_on__lt=period.end) | Q(until_on=period.end), then=Value(True)),
                    default=Value(False),
                ),
            )
            .select_related("member__staff", "school_class")
            .prefetch_related(Prefetch("member__staff__teachings", taught, to_attr="taught"))
            .order_by("-school_class__entry_year", "school_class__number", "from_on", "pk")
        )

    def scope_of(self, user, *, on):
        """Return the 范围 of the rows, 本人、本班, as `ClassPosting.objects.visible_to` decides."""
        if user.has_perm("walkins.add_classposting"):
            return "全支部"
        is_head = SchoolClass.objects.headed_by(user, on=on).exists()
        is_own = not is_head or ClassPosting.objects.held_by(user, on=on).exists()
        return "、".join(name for name, applies in (("本人", is_own), ("本班", is_head)) if applies)


def held_in(postings, period):
    """Those that held on a day of the period on which their class was in school; `shown_on` is the last such day."""
    first, last = entry_years_on(period.start)[0], entry_years_on(period.end)[0]
    left = [
        When(school_class__entry_year=year, then=Value(date(year + len(GRADES), 8, 31)))
        for year in range(first, last)
    ]
    end = Case(*left, default=Value(period.end), output_field=DateField())
    shown = Case(When(until_on__lt=F("in_school_until"), then=F("until_on")), default=end)
    return postings.annotate(in_school_until=end, shown_on=shown).filter(
        Q(until_on=None) | Q(until_on__gte=period.start),
        from_on__lte=F("in_school_until"),
        school_class__entry_year__gte=first,
    )


def with_sessions(postings):
    """Annotate the term of `shown_on`, and of its sessions until then `held` and, while it ran, `attended`."""
    begun = Term.objects.filter(starts_on__lte=OuterRef("shown_on")).order_by("-starts_on")
    rows = postings.annotate(
        term=Subquery(begun.values("pk")[:1]),
        term_from=Subquery(begun.values("starts_on")[:1]),
        term_until=Subquery(begun.values("ends_on")[:1]),
    )
    sessions = ClassSession.objects.done().order_by().annotate(day=TruncDate("activity__starts_at"))
    sessions = sessions.filter(
        school_class=OuterRef("school_class"),
        day__gte=OuterRef("term_from"),
        day__lte=Least(OuterRef("shown_on"), OuterRef("term_until")),
    )
    came = Attendance.objects.filter(
        activity=OuterRef("activity"),
        staff=OuterRef(OuterRef("member__staff")),
        state=Attendance.State.PRESENT,
    )
    attended = sessions.filter(Exists(came), day__gte=OuterRef("from_on"))
    return rows.annotate(held=_count(sessions), attended=_count(attended))


def _count(sessions):
    counted = sessions.values("school_class").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


def with_head(rows):
    """Annotate the name of the head teacher of a row's class on `shown_on`, and whether he or she is a member."""
    on_that_day = Q(until_on=None) | Q(until_on__gte=OuterRef("shown_on"))
    posts = HeadTeacherPost.objects.filter(
        on_that_day, school_class=OuterRef("school_class"), from_on__lte=OuterRef("shown_on")
    )
    rows = rows.annotate(
        head=Subquery(posts.values("staff__name")[:1]),
        head_staff=Subquery(posts.values("staff")[:1]),
    )
    statuses = MemberStatus.objects.filter(
        on_that_day, member__staff=OuterRef("head_staff"), from_on__lte=OuterRef("shown_on")
    )
    return rows.annotate(head_is_member=Exists(statuses))
