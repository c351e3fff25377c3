"""接下来: what is due in a class, for those who read its roll: planned visits, sessions, pupils who wait."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import F, Min
from django.urls import reverse

from branch.core.addresses import address_of
from branch.core.periods import school_year, week
from branch.core.templatetags.portal_format import day as spoken_day
from branch.walkins.families.models import HomeVisit, VisitedStudent
from branch.walkins.students.models import SupportNeed

# planned visits that are named; the roll has all
VISITS = 5
LAST = date.max


@dataclass(frozen=True)
class Due:
    """One thing that is due: its tag, its title, a note, and the button that leads to it."""

    title: str
    note: str
    tag: str = "待安排"
    url: str = ""
    button: str = ""
    due_on: date = LAST
    student_ids: tuple = ()
    # the page writes the address of the form, which another part of the class track has
    is_session: bool = False

    @property
    def kind(self):
        return "today" if self.tag in ("今天", "待补记录") else "soon"


def agenda(school_class, user, *, pupils, counts, course, on):
    """The `Due`s of a class by their day; `pupils` are its roll, `course` its sessions in the term."""
    found = [*_visits(pupils, user, on=on), *_sessions(course, on=on)]
    if counts.waiting:
        found.append(_waiting(pupils, user, counts, on=on))
    return sorted(found, key=lambda due: due.due_on)


def _visits(pupils, user, *, on):
    """The visits that are planned to pupils of the class in this school year, the first days first."""
    planned = HomeVisit.objects.planned().order_by().values("pk")
    shares = VisitedStudent.objects.filter(
        visit__in=planned, student__in=pupils.order_by().values("pk")
    )
    shares = shares.visible_to(user, on=on).filter(happened_on__gte=school_year(on).start)
    shares = shares.annotate(name=F("student__name"), at_time=F("visit__at_time"))
    shares = shares.select_related("visit__visitor").prefetch_related("visit__companions")
    shares = list(shares.order_by("happened_on", "visit", "student__number")[: 2 * VISITS])
    own = HomeVisit.objects.planned().to_be_settled_by(user, on=on)
    settled = set(own.filter(pk__in=[row.visit_id for row in shares]).values_list("pk", flat=True))
    visits = [list(rows) for _, rows in groupby(shares, key=lambda row: row.visit_id)]
    return [_visit(rows, is_own=rows[0].visit_id in settled, on=on) for rows in visits[:VISITS]]


def _visit(shares, *, is_own, on):
    first = shares[0]
    day, is_over = first.happened_on, first.happened_on < on
    clock = f" {first.at_time:%H:%M}" if first.at_time else ""
    return Due(
        title=f"走访{first.name}家",
        note=f"已约 {spoken_day(day)}{clock}，{first.visit.team}。",
        tag="待补记录" if is_over else _tag(day, on=on),
        url=address_of(
            "walkins:visit-complete" if is_own else "walkins:visit-detail", first.visit_id
        ),
        button="记走访情况" if is_own else "查看家访",
        due_on=day,
        student_ids=tuple(row.student_id for row in shares),
    )


def _tag(day, *, on):
    if day == on:
        return "今天"
    return "本周内" if day <= week(on).end else f"{day:%m-%d}"


def _sessions(course, *, on):
    """The sessions of the term that are still to be held, one entry for all of them."""
    if course.term is None or not course.missing or on > course.term.ends_on:
        return
    planned = "、".join(spoken_day(one.activity.starts_at) for one in course.planned)
    note = f"已排 {planned}，开展后记录。" if planned else "还没有排日期。"
    yield Due(
        title=f"本学期团辅还差 {course.missing} 次",
        note=note,
        tag=f"{course.term.ends_on:%m-%d} 前",
        button="记一次团辅",
        due_on=course.term.ends_on,
        is_session=True,
    )


def _waiting(pupils, user, counts, *, on):
    """The pupils with a need and without a pairing, how long the first has waited, and where they are listed."""
    needs = SupportNeed.objects.open_on(on).visible_to(user, on=on)
    waiting = pupils.filter(is_in_need=True, is_paired=False).order_by().values("pk")
    first = needs.filter(student__in=waiting).aggregate(first=Min("raised_on"))["first"]
    return Due(
        title=f"{counts.waiting} 名学生待结对",
        note=f"最早 {first.month}月{first.day}日提出，提出已 {(on - first).days} 天。请从推荐的党员里建议一名。",
        url=f"{reverse('walkins:need-list')}?state=unpaired",
        button="查看帮扶需求",
    )
