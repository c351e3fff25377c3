"""The duties of the student track: members and students are paired, and pairs keep in touch."""

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse

from branch.core import periods
from branch.core.addresses import address_of
from branch.coverage.duty import BY_PARTY_GROUP, Duty, Gap, done_once
from branch.members.models import Member
from branch.school.groups import ByClass
from branch.walkins.proposals import way_to_pair
from branch.walkins.students.models import (
    CONTACT_WINDOW,
    Pairing,
    PairingProposal,
    SupportNeed,
    contact_horizon,
    students_in_need,
)


def _is_paired(on, **person):
    return Exists(Pairing.objects.with_member_in_school_on(on).filter(**person))


class KeepInTouch(ByClass, Duty):
    """结对后常联系: each pairing has a contact within a number of school days."""

    key, title, track = "walkins.contact", "结对后常联系", "student"
    gap_title, unit, order = "建议本周联系的结对", "对", 110
    permission = "coverage.view_coverage"
    note = "结对后按时联系，不上课的日子不计。"
    missing_says, verb = "{count} 对结对建议本周联系", "联系"
    window = CONTACT_WINDOW

    def bound(self, *, on):
        return Pairing.objects.active_on(on)

    def figures(self, *, on):
        return {"horizon": contact_horizon(on)}

    def with_done(self, rows, *, on, horizon):
        rows = rows.with_class_on(on).with_last_contact(on)
        return rows.annotate(**done_once(Q(waits_since__gte=horizon)))

    def assigned_to(self, rows, user, *, on):
        return rows.with_member_here(on).filter(is_member_here=True, member__staff__user=user)

    def unassigned(self, rows, *, on):
        # few: asked first, so that the last contact is read of theirs alone
        can_act = Member.objects.here_on(on).exclude(staff__user=None)
        return rows.filter(member__in=Member.objects.exclude(pk__in=can_act.values("pk")))

    def listed(self, rows, *, on):
        rows = rows.select_related("member__staff", "student")
        return rows.with_member_here(on).in_class_order()

    def gap(self, row, *, on):
        return Gap(
            subject=row,
            since=row.waits_since,
            # its own window is over, so it is asked for this week
            due_on=periods.week(on).end,
            group=row.class_name,
            student_ids=frozenset({row.student_id}),
            **(_contact_of(row) if row.is_member_here else _handover_of(row)),
        )


def _contact_of(pairing):
    """The fields of a `Gap` whose member is to record a contact."""
    return {
        "user_ids": frozenset({pairing.member.staff.user_id} - {None}),
        "url": f"{reverse('walkins:contact-create')}?pairing={pairing.pk}",
        "says": _last_contact(pairing),
        "title": f"联系结对学生{pairing.student}",
        "button": "记一次帮扶",
        "whose": f"结对党员 {pairing.member}",
    }


def _handover_of(pairing):
    """The fields of a `Gap` whose member has left; the committee is to find another."""
    return {
        "user_ids": frozenset(),
        "url": address_of("walkins:handover-detail", pairing.member_id),
        "says": "结对党员已离校或转出，请别的党员接手",
        "title": f"交接结对学生{pairing.student}",
        "button": "办理交接",
        "whose": f"原结对党员 {pairing.member}",
    }


def _last_contact(pairing):
    if pairing.last_contact_on:
        return f"上次联系：{pairing.last_contact_says}"
    return f"结对 {pairing.days_waited} 天，还没有联系记录"


class EveryMemberPairs(Duty):
    """党员结对: every member is paired with at least one student."""

    key, title, track = "walkins.member_pairing", "党员结对", "student"
    gap_title, unit, order = "待结对党员", "名", 120
    # a head teacher who is not a member has no row of it
    permission = "members.view_own_member"
    note = "每名党员都应与至少一名学生结对。"
    missing_says, closed_by = "{count} 名党员还没有结对学生", "walkins.add_pairing"
    group_keys = BY_PARTY_GROUP

    def bound(self, *, on):
        return Member.objects.here_on(on)

    def seen_by(self, rows, user, *, on, today):
        return rows if user.has_perm("walkins.add_pairing") else rows.filter(staff__user=user)

    def with_done(self, rows, *, on):
        is_paired = _is_paired(on, member=OuterRef("pk"))
        rows = rows.with_group_on(on).annotate(party_group=F("group_name"))
        return rows.annotate(**done_once(is_paired))

    def listed(self, rows, *, on):
        return rows.select_related("staff").in_roster_order()

    def gap(self, row, *, on):
        return Gap(
            subject=row,
            since=on,
            due_on=None,
            user_ids=frozenset(),
            url=f"{reverse('walkins:proposal-create')}?member={row.pk}",
            says="还没有结对学生",
            title=f"为{row}安排结对",
            button="安排结对",
            group=row.party_group,
        )


class EveryNeedIsMet(ByClass, Duty):
    """学生结对: a student with an open need is paired with a member."""

    key, title, track = "walkins.student_pairing", "学生结对", "student"
    gap_title, unit, order = "待结对学生", "名", 100
    permission = "coverage.view_coverage"
    note = "有帮扶需求的学生都应有结对党员。"
    list_note = "本页不显示心理测评结果。安排前请征求班主任意见。"
    missing_says = "{count} 名学生还没有结对党员"
    short = map_title = "学生结对"
    several, several_permission = "walkins:proposal-several", "walkins.propose_pairing"

    def bound(self, *, on):
        return students_in_need(on)

    def seen_by(self, rows, user, *, on, today):
        if user.has_perm("walkins.add_pairing"):
            return rows
        needs = SupportNeed.objects.open_on(on).visible_to(user, on=today)
        return rows.filter(pk__in=needs.values("student"))

    def with_done(self, rows, *, on):
        paired = Pairing.objects.settled_on(on).filter(student=OuterRef("pk"))
        return rows.with_class_on(on).annotate(**done_once(Exists(paired)))

    def listed(self, rows, *, on):
        asked = PairingProposal.objects.open_on(on).filter(student=OuterRef("pk"))
        former = Pairing.objects.held_on(on).filter(student=OuterRef("pk")).order_by("pk")
        return rows.in_class_order().annotate(
            held_by=Subquery(former.values("member")[:1]),
            proposal=Subquery(asked.values("pk")[:1]),
            asked=Subquery(asked.values("member__staff__name")[:1]),
        )

    def gap(self, row, *, on):
        return Gap(
            subject=row,
            since=row.needy_since,
            due_on=None,
            user_ids=frozenset(),
            title=f"为{row}安排结对",
            group=row.class_name_on(on),
            student_ids=frozenset({row.pk}),
            **way_to_pair(
                row,
                page="walkins:proposal-detail",
                url=f"{reverse('walkins:proposal-create')}?student={row.pk}",
                says=f"提出已 {(on - row.needy_since).days} 天",
                permission="walkins.propose_pairing",
            ),
        )
