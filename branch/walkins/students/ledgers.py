"""党员结对帮扶一览表."""

from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractYear, Greatest, Least

from branch.core.dated import RUNNING
from branch.ledgers.ledger import Column, Ledger, Record
from branch.school.models import Enrolment, HeadTeacherPost, RollNumber, SchoolClass, Term
from branch.school.models.classes import GRADES

from .models import ContactPairing, Pairing, SupportNeed

NO_NAMES = "本表不含学生姓名、住址、电话等个人信息。"


def scope_of_pairings(user, *, on):
    """Return the 范围 of pairings and their contacts, 本人、本班, as `Pairing.objects.visible_to` decides."""
    if user.has_perm("walkins.add_pairing"):
        return "全支部"
    is_head = SchoolClass.objects.headed_by(user, on=on).exists()
    scopes = {
        "本人": not is_head or Pairing.objects.held_by(user).exists(),
        "本班": is_head,
        "有待办帮扶需求的学生": user.has_perm("walkins.follow_open_needs"),
    }
    return "、".join(name for name, applies in scopes.items() if applies)


def grade_of(pairing):
    """初二; 毕业 where the class had left while the pairing was not ended."""
    return pairing.grade and GRADES.get(pairing.grade, "毕业")


def kinds_of(pairing):
    kinds = SupportNeed.Kind
    return "、".join(kind.label for kind in kinds if getattr(pairing, f"needs_{kind}"))


def has_ended(pairing):
    """Whether it had ended by the end of the period."""
    return pairing.until_on == pairing.ran_until


def state_of(pairing):
    if not has_ended(pairing):
        return "进行中"
    return "暂停" if pairing.outcome == Pairing.Outcome.PAUSED else "办结"


def end_of(pairing):
    """2026-06-16 毕业, 2026-03-12 交接; nothing while it ran."""
    if not has_ended(pairing):
        return None
    is_handed_over = pairing.outcome == Pairing.Outcome.HANDED_OVER
    reason = pairing.get_outcome_display() if is_handed_over else pairing.get_end_reason_display()
    return f"{pairing.until_on} {reason}"


class PairingLedger(Ledger):
    """党员结对帮扶一览表: a line for each pairing that ran in the period, as it stood on its last such day."""

    slug, title, order = "pairings", "党员结对帮扶一览表", 110
    permission = "ledgers.view_ledger"
    note = NO_NAMES
    record = Record("walkins:pairing-detail", "walkins.view_pairing")
    columns = (
        Column("年级", grade_of, 6),
        Column("班级", "class_name", 12, sort=("grade", "class_number")),
        Column("学生编号", "roll_number", 8, sort=("roll_number",)),
        Column("班主任", "head", 8),
        Column("结对党员", "member_name", 8, sort=("member__staff__name_keys",)),
        Column("帮扶类别", kinds_of, 12),
        Column("结对日期", "started_on", 11, sort=("started_on",)),
        Column("监护人知情日期", "guardian_informed_on", 11, sort=("guardian_informed_on",)),
        Column("本学期帮扶次数", "contact_count", 8),
        Column("最近帮扶日期", "last_contact_on", 11),
        Column("状态", state_of, 8),
        Column("办结日期和原因", end_of, 18),
    )

    def rows(self, user, *, period, filters):
        rows = with_kinds(with_place(ran_in(Pairing.objects.visible_to(user), period)))
        return (
            with_contacts(rows, until=period.end)
            .annotate(member_name=F("member__staff__name"))
            .order_by(
                F("grade").asc(nulls_last=True), "class_number", "roll_number", "started_on", "pk"
            )
        )

    def scope_of(self, user, *, on):
        return scope_of_pairings(user, on=on)

    def student_ids(self, rows):
        return [pairing.student_id for pairing in rows]


def ran_in(pairings, period):
    """Those that ran on a day of the period; `ran_until` is the last such day."""
    # one that was entered by mistake may end before it begins
    ran = RUNNING | Q(until_on__gte=Greatest(F("started_on"), Value(period.start, DateField())))
    end = Value(period.end, DateField())
    rows = pairings.filter(ran, started_on__lte=period.end)
    return rows.annotate(ran_until=Least(Coalesce("until_on", end), end))


def with_place(pairings):
    """Annotate the student's class, its head teacher and the student's number on `as_of`.

    That is `ran_until` or, of a student who had left by then, the last day in the class; a number is
    that of the last term in which one was dealt.
    """
    here = Enrolment.objects.filter(
        student=OuterRef("student"), from_on__lte=OuterRef("ran_until")
    ).order_by("-from_on")
    numbers = RollNumber.objects.filter(
        student=OuterRef("student"), term__starts_on__lte=OuterRef("ran_until")
    ).order_by("-term__starts_on")
    until = Coalesce(Subquery(here.values("until_on")[:1]), "ran_until")
    rows = pairings.annotate(
        class_key=Subquery(here.values("school_class")[:1]),
        entry_year=Subquery(here.values("school_class__entry_year")[:1]),
        class_number=Subquery(here.values("school_class__number")[:1]),
        as_of=Least("ran_until", until),
        roll_number=Subquery(numbers.values("number")[:1]),
    )
    posts = HeadTeacherPost.objects.filter(
        RUNNING | Q(until_on__gte=OuterRef("as_of")),
        school_class=OuterRef("class_key"),
        from_on__lte=OuterRef("as_of"),
    )
    begun = Case(When(as_of__month__gte=9, then=1), default=0)
    return rows.annotate(
        head=Subquery(posts.values("staff__name")[:1]),
        grade=ExtractYear("as_of") + begun - F("entry_year"),
    )


def with_kinds(pairings):
    """Annotate for each kind of need whether one was open while the pairing ran, as `needs_learning`."""
    needs = SupportNeed.objects.filter(
        RUNNING | Q(until_on__gte=OuterRef("started_on")),
        student=OuterRef("student"),
        raised_on__lte=OuterRef("ran_until"),
    )
    kinds = SupportNeed.Kind
    return pairings.annotate(**{f"needs_{kind}": Exists(needs.filter(kind=kind)) for kind in kinds})


def with_contacts(pairings, *, until):
    """Annotate the last contact until a day, and how many there were in its term; holidays are of the term before."""
    term = Term.objects.on(until)
    shares = ContactPairing.objects.filter(pairing=OuterRef("pk"), happened_on__lte=until)
    count = Value(None, IntegerField())
    if term:
        own = shares.filter(happened_on__gte=term.starts_on).order_by().values("pairing")
        count = Coalesce(Subquery(own.annotate(count=Count("pk")).values("count")), 0)
    last = shares.order_by("-happened_on", "-contact").values("happened_on")[:1]
    return pairings.annotate(last_contact_on=Subquery(last), contact_count=count)
