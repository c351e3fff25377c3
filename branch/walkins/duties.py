from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat
from django.urls import reverse

from branch.accounts.backends import standing_of
from branch.core import periods
from branch.core.addresses import address_of
from branch.coverage.duty import Duty, Gap, done_once
from branch.school.groups import ByClass
from branch.school.models import HeadTeacherPost, Staff

from .classes.head_duties import HeadTeachersHaveHours
from .classes.posting_duties import EveryClassIsLinked
from .classes.session_duties import EveryClassHasSessions
from .families.models import (
    children_known_to,
    named_by,
    visit_rules,
    with_planned_on,
    with_visits,
)
from .models import (
    FamilyNeed,
    FamilyPairing,
    FamilyProposal,
    VisitedStudent,
    class_name_of,
    hardship_families,
)
from .proposals import way_to_pair
from .students.duties import EveryMemberPairs, EveryNeedIsMet, KeepInTouch
from .whole_roll import NobodyIsLeftBehind

# the others are declared with their tracks
__all__ = [
    "DifficultiesInTime",
    "EveryClassHasSessions",
    "EveryClassIsLinked",
    "EveryHardshipFamilyIsPaired",
    "EveryHardshipFamilyIsVisited",
    "EveryMemberPairs",
    "EveryNeedIsMet",
    "HeadTeachersHaveHours",
    "KeepInTouch",
    "NobodyIsLeftBehind",
]


def named_for(families, user, *, on, today):
    """Those of the families that the user may read today, each named by the first child of the day whom they may read."""
    if user.has_perm("walkins.add_familypairing"):
        return families
    known = named_by(children_known_to(user, on=today), on=on)
    return known.filter(pk__in=families.values("pk"))


class EveryHardshipFamilyIsPaired(ByClass, Duty):
    """困难家庭结对: a family that the school confirmed in hardship is paired with a member."""

    key, title, track = "walkins.family_pairing", "困难家庭结对", "family"
    gap_title, unit, order = "待结对家庭", "户", 130
    permission = "walkins.view_familypairing"
    note = "每户都有结对党员，家长同意后安排。"
    missing_says = "{count} 户困难家庭还没有结对党员"

    def bound(self, *, on):
        return hardship_families(on)

    def seen_by(self, rows, user, *, on, today):
        return named_for(rows, user, on=on, today=today)

    def with_done(self, rows, *, on):
        paired = FamilyPairing.objects.settled_on(on).filter(family=OuterRef("pk"))
        return rows.annotate(**done_once(Exists(paired)))

    def listed(self, rows, *, on):
        own = {"family": OuterRef("pk")}
        asked = FamilyProposal.objects.open_on(on).filter(**own)
        return rows.order_by("-entry_year", "class_number", "pk").annotate(
            proposal=_first(asked, F("pk")),
            asked=_first(asked, F("member__staff__name")),
            held_by=_first(FamilyPairing.objects.held_on(on).filter(**own), F("member")),
        )

    def gap(self, row, *, on):
        return Gap(
            subject=row,
            since=on,
            due_on=None,
            user_ids=frozenset(),
            title=f"为{row.child_name}家安排结对党员",
            group=class_name_of(row, on=on),
            student_ids=frozenset({row.child_id}),
            **way_to_pair(
                row,
                page="walkins:familyproposal-detail",
                url=f"{reverse('walkins:familypairing-create')}?family={row.pk}",
                says="还没有结对党员",
            ),
        )


class DifficultiesInTime(ByClass, Duty):
    """困难按期办结: an open difficulty of a family has not passed its day, which its owner may move."""

    key, title, track = "walkins.family_need", "困难按期办结", "family"
    gap_title, unit, order = "已到期限的困难", "件", 150
    permission = "walkins.view_familyneed"
    note = "一件困难有一名责任人、一个日期。"
    missing_says, verb = "{count} 件困难过了期限，还没有办结", "写"

    def bound(self, *, on):
        return FamilyNeed.objects.counted().open_on(on).with_due_then(on)

    def seen_by(self, rows, user, *, on, today):
        """Rows that the user may see, with the first child whom the user may read, and its class of the day."""
        return rows.visible_to(user, on=today).with_first_child(user, on=on, today=today)

    def with_done(self, rows, *, on):
        return rows.annotate(**done_once(Q(due_then__gte=on)))

    def assigned_to(self, rows, user, *, on):
        own = Staff.objects.working_on(on).filter(user=user)
        return rows.with_owner_then(on).filter(owner_then__in=own)

    def unassigned(self, rows, *, on):
        can_act = Staff.objects.working_on(on).exclude(user=None)
        return rows.with_owner_then(on).exclude(owner_then__in=can_act)

    def listed(self, rows, *, on):
        rows = rows.with_owner_then(on)
        owner = Staff.objects.filter(pk=OuterRef("owner_then"))
        here = Staff.objects.working_on(on).filter(pk=OuterRef("owner_then"))
        return rows.annotate(
            owner_name=Subquery(owner.values("name")), owner_user=Subquery(here.values("user"))
        ).order_by("due_then", "pk")

    def gap(self, row, *, on):
        return Gap(
            subject=row,
            since=row.due_then,
            # its own day is over, so it is asked for this week
            due_on=periods.week(on).end,
            user_ids=frozenset({row.owner_user} - {None}),
            url=reverse("walkins:familyneed-update", args=[row.pk]),
            says=f"完成时限 {row.due_then:%m-%d}，写明进展，改定日期",
            title=f"写{row.family_says}的办理情况",
            button="写办理情况",
            group=row.class_name,
            student_ids=frozenset({row.child_id} - {None}),
            whose=f"责任人 {row.owner_name}",
        )


class EveryHardshipFamilyIsVisited(ByClass, Duty):
    """困难家庭走访: a hardship family is visited in the running campaign for it, or else in the term."""

    key, title, track = "walkins.family_visit", "困难家庭走访", "family"
    short = map_title = "家庭走访"
    gap_title, unit, order = "待走访家庭", "户", 140
    permission = "walkins.view_familypairing"
    note = "每学期都要走访，已约的走访后才计入。"
    missing_says, verb = "{count} 户困难家庭还没有走访够", "走访"

    def bound(self, *, on):
        return hardship_families(on)

    def seen_by(self, rows, user, *, on, today):
        return named_for(rows, user, on=on, today=today)

    def figures(self, *, on):
        return visit_rules(on)

    def with_done(self, rows, *, on, needed, with_phone, windows):
        rows = with_visits(rows, on=on, with_phone=with_phone, windows=windows)
        return rows.annotate(done_count=F("visit_count"), needed_count=Value(needed))

    def may_concern(self, user, *, on):
        return bool({"head", "family_pair"} & set(standing_of(user)))

    def assigned_to(self, rows, user, *, on):
        """Those to whom the user has planned no visit: a planned one is asked for by itself."""
        planned = VisitedStudent.objects.filter(
            student__family=OuterRef("pk"),
            visit__state="planned",
            visit__visitor__user=user.pk,
            # one of a school year that is over is asked for by nothing
            happened_on__gte=periods.school_year(on).start,
        )
        return _with_visitor(rows, on=on).filter(~Exists(planned), visitor_user=user.pk)

    def unassigned(self, rows, *, on):
        return _with_visitor(rows, on=on).filter(visitor_user=None)

    def listed(self, rows, *, on):
        rows = with_planned_on(_with_visitor(rows, on=on), on=on)
        return rows.order_by("-entry_year", "class_number", "pk")

    def gap(self, row, *, on):
        return Gap(
            subject=row,
            since=row.window_start,
            due_on=row.window_end,
            user_ids=frozenset({row.visitor_user} - {None}),
            says=_visits_so_far(row),
            plans=_planned(row),
            title=f"走访{row.child_name}家",
            group=class_name_of(row, on=on),
            student_ids=frozenset({row.child_id}),
            whose=row.visitor_says or "",
            **_next_step(row),
        )


def _next_step(family):
    """The fields of a `Gap` that lead to the visit that is planned, or to the form of a new one."""
    if family.planned_on:
        url = address_of("walkins:visit-detail", family.planned_visit)
        return {"url": url, "button": "查看约好的家访"}
    address = f"{reverse('walkins:visit-create')}?student={family.child_id}"
    return {"url": address, "button": "记一次家访"}


def _with_visitor(families, *, on):
    """Annotate who is to visit a family: its first paired member, else the head teacher of the child named."""
    pairs = FamilyPairing.objects.with_member_in_school_on(on).filter(family=OuterRef("pk"))
    pairs = pairs.order_by("started_on", "pk")
    heads = HeadTeacherPost.objects.opening_on(on).filter(
        school_class__entry_year=OuterRef("entry_year"),
        school_class__number=OuterRef("class_number"),
    )
    paired = Exists(pairs)
    return families.annotate(
        visitor_user=Case(
            When(paired, then=_first(pairs, F("member__staff__user"))),
            default=_first(heads, F("staff__user")),
        ),
        visitor_says=Case(
            When(paired, then=_first(pairs, Concat(Value("结对党员 "), "member__staff__name"))),
            default=_first(heads, Concat(Value("班主任 "), "staff__name")),
        ),
    )


def _first(rows, column):
    return Subquery(rows.values(shown=column)[:1])


def _visits_so_far(family):
    if family.done_count:
        missing = family.needed_count - family.done_count
        return f"{family.window_says}已走访 {family.done_count} 次，还差 {missing} 次"
    return f"{family.window_says}还没有走访"


def _planned(family):
    if not family.planned_on:
        return ""
    return f"，已约 {family.planned_on.month}月{family.planned_on.day}日，走访后才计入"
