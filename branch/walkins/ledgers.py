from django.db.models import Exists, F, OuterRef, Prefetch
from django.utils import timezone

from branch.ledgers.ledger import Column, Ledger, Record
from branch.school.models import SchoolClass, Staff

from .aid.ledgers import AidLedger
from .classes.plan_ledgers import PlanLedger
from .classes.posting_ledgers import PostingLedger
from .classes.session_ledgers import SessionLedger
from .models import (
    Contact,
    ContactPairing,
    FamilyNeed,
    FamilyPairing,
    HomeVisit,
    VisitedStudent,
    children_known_to,
)
from .students.ledgers import NO_NAMES, PairingLedger, scope_of_pairings

# declared with their tracks
__all__ = [
    "AidLedger",
    "ContactLedger",
    "DifficultyLedger",
    "PairingLedger",
    "PlanLedger",
    "PostingLedger",
    "SessionLedger",
    "VisitLedger",
]

BY_CLASS = ("-entry_year", "class_number")
# of thousands of contacts, their long texts and the records of their members are not read
SHOWN = ("kind", "mode", "minutes", "next_on")


def kind_of(share):
    return share.contact.get_kind_display()


def mode_of(share):
    return share.contact.get_mode_display()


class ContactLedger(Ledger):
    """帮扶记录表: a line for each student of each contact; categories, never a student's name.

    A companion who is paired with the student, too, stands under 协同人员 and has no line of the own.
    """

    slug, title, order = "contacts", "帮扶记录表", 120
    permission = "ledgers.view_ledger"
    note = NO_NAMES
    record = Record("walkins:pairing-detail", "walkins.view_pairing", key="pairing_id")
    columns = (
        Column("日期", "happened_on", 10, sort=("happened_on",)),
        Column("班级", "class_name", 12, sort=BY_CLASS),
        Column("学生编号", "roll_number", 8, sort=("roll_number",)),
        Column("结对党员", "member_name", 8, sort=("contact__member__staff__name_keys",)),
        Column("帮扶类别", kind_of, 10, sort=("contact__kind",), choices=Contact.Kind),
        Column("方式", mode_of, 6, sort=("contact__mode",), choices=Contact.Mode),
        Column("时长（分钟）", "contact.minutes", 8),
        Column("协同人员", "contact.companions_say", 10),
        Column("下次约定日期", "contact.next_on", 10, sort=("contact__next_on",)),
    )

    def rows(self, user, *, period, filters):
        shares = ContactPairing.objects.once_for(user).in_period(period)
        return (
            shares.select_related("contact")
            .prefetch_related(Prefetch("contact__companions", Staff.objects.only("name")))
            .only("happened_on", "pairing", *(f"contact__{name}" for name in SHOWN))
            .annotate(
                member_name=F("contact__member__staff__name"), student_id=F("pairing__student")
            )
            .with_class_then()
            .with_roll_number()
            .order_by("happened_on", "contact_id", "pk")
        )

    def scope_of(self, user, *, on):
        return scope_of_pairings(user, on=on)

    def student_ids(self, rows):
        return [share.student_id for share in rows]


# of a visit and of a difficulty; their texts are not read
FACTS = ("mode", "topics", "present", "is_return", "is_hardship")
STEPS = ("visit", "measure", "closed_on", "owner__name")


def visit_mode_of(share):
    return share.visit.get_mode_display()


def category_of(share):
    """走访类别; whether the family is in hardship only for those who may read the child."""
    if share.visit.is_return or share.is_known:
        return share.visit.kind_says
    return None


def presence_of(share):
    """是; nothing where no adult was noted, which does not say that there was none."""
    return "是" if share.visit.present else None


def joined(texts):
    """学校自习室、联系社区托管: each text once, in the order of the difficulties."""
    return "、".join(dict.fromkeys(text for text in texts if text))


def measures_of(share):
    return joined(need.get_measure_display() for need in share.visit.raised)


def owners_of(share):
    return joined(need.owner.name for need in share.visit.raised)


def closing_days_of(share):
    """The day, of several difficulties each day as a text."""
    days = list(dict.fromkeys(need.closed_on for need in share.visit.raised if need.closed_on))
    return days[0] if len(days) == 1 else joined(map(str, days))


def progress_of(share):
    """已办结 once every difficulty of the visit is closed; nothing where none was raised."""
    if not share.visit.raised:
        return None
    is_open = any(need.is_open for need in share.visit.raised)
    return "办理中" if is_open else "已办结"


class VisitLedger(Ledger):
    """党员家访登记表: a line for each child of each visit that was made; categories, never a name or a text."""

    slug, title, order = "home-visits", "党员家访登记表", 140
    permission = "ledgers.view_ledger"
    note = NO_NAMES
    record = Record("walkins:visit-detail", "walkins.view_homevisit", key="visit_id")
    columns = (
        Column("日期", "happened_on", 10, sort=("happened_on",)),
        Column("班级", "class_name", 12, sort=BY_CLASS),
        Column("学生编号", "roll_number", 8, sort=("roll_number",)),
        Column("走访人员", "visit.team", 12),
        Column("走访方式", visit_mode_of, 6, sort=("visit__mode",), choices=HomeVisit.Mode),
        Column("走访类别", category_of, 8),
        Column("家长是否在场", presence_of, 6),
        Column("反映问题类别", "visit.topics_say", 12),
        Column("办理措施类别", measures_of, 12),
        Column("责任人", owners_of, 8),
        Column("办结日期", closing_days_of, 10),
        Column("办理情况", progress_of, 8),
    )

    def rows(self, user, *, period, filters):
        known = children_known_to(user, on=timezone.localdate()).filter(pk=OuterRef("student"))
        needs = FamilyNeed.objects.counted().visible_to(user).select_related("owner")
        needs = needs.only(*STEPS).order_by("pk")
        shares = VisitedStudent.objects.visible_to(user).in_period(period)
        return (
            shares.filter(visit__state=HomeVisit.State.DONE)
            .select_related("visit__visitor")
            .only(
                "happened_on",
                "student",
                "visit__visitor__name",
                *(f"visit__{name}" for name in FACTS),
            )
            .prefetch_related(
                "visit__companions", Prefetch("visit__needs", needs, to_attr="raised")
            )
            .annotate(is_known=Exists(known))
            .with_class_then()
            .with_roll_number()
            .order_by("happened_on", "visit_id", "pk")
        )

    def scope_of(self, user, *, on):
        return scope_of_families(user, on=on)

    def student_ids(self, rows):
        return [share.student_id for share in rows]


def state_of(need):
    return "办理中" if need.is_open else "已办结"


class DifficultyLedger(Ledger):
    """困难清单: the difficulties that were open in the period; categories, never a name or the private line."""

    slug, title, order = "family-needs", "困难清单", 150
    permission = "ledgers.view_ledger"
    note = NO_NAMES
    record = Record("walkins:familyneed-detail", "walkins.view_familyneed")
    columns = (
        Column("提出日期", "raised_on", 10, sort=("raised_on",)),
        Column("班级", "class_name", 12, sort=BY_CLASS),
        Column("家庭编号", "family_number", 8, sort=("family_number",)),
        Column(
            "困难类别", FamilyNeed.get_kind_display, 10, sort=("kind",), choices=FamilyNeed.Kind
        ),
        Column("责任人", "owner.name", 8, sort=("owner__name_keys",)),
        Column("完成时限", "due_on", 10, sort=("due_on",)),
        Column(
            "办理措施类别",
            FamilyNeed.get_measure_display,
            12,
            sort=("measure",),
            choices=FamilyNeed.Measure,
        ),
        Column("办理情况", state_of, 8),
        Column("办结日期", "closed_on", 10, sort=("closed_on",)),
    )

    def rows(self, user, *, period, filters):
        rows = FamilyNeed.objects.visible_to(user).in_period(period)
        return (
            rows.select_related("owner")
            .only("raised_on", "kind", "due_on", "measure", "closed_on", "owner__name")
            .with_class_then(user)
            .with_family_number()
            .order_by("raised_on", "pk")
        )

    def scope_of(self, user, *, on):
        return scope_of_families(user, on=on)

    def student_ids(self, rows):
        return [need.child_id for need in rows]


def scope_of_families(user, *, on):
    """Return the 范围 of visits and difficulties, 本人、本班, as their `visible_to` decides."""
    if user.has_perm("walkins.add_familypairing"):
        return "全支部"
    scopes = {
        "结对家庭": FamilyPairing.objects.held_by(user).exists(),
        "本班": SchoolClass.objects.headed_by(user, on=on).exists(),
    }
    return "、".join(["本人", *(name for name, applies in scopes.items() if applies)])
