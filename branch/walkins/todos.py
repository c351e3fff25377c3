"""What the three tracks put on a desk: proposals, claims, hand-overs, visits, sessions, difficulties, aid, deletions."""

from datetime import timedelta
from itertools import groupby, takewhile

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from branch.accounts.backends import standing_of
from branch.core.addresses import address_of
from branch.core.contributions import Press, Todo, TodoSource
from branch.core.figures import figure
from branch.core.periods import school_year
from branch.core.prepared import prepared
from branch.core.templatetags.portal_format import day as spoken_day
from branch.school.models import SchoolClass

from .figures import DIFFICULTY_DAYS
from .menu import AID_WAITING, CLAIMS, DIFFICULTIES, FAMILY_PROPOSALS, PROPOSALS
from .models import (
    Aid,
    ClaimPairing,
    ClassSession,
    ContactClaim,
    DueDeletion,
    FamilyNeed,
    FamilyProposal,
    HomeVisit,
    PairingProposal,
    VisitedStudent,
    members_to_hand_over,
    with_caseload,
)
from .students.forms import ClaimForm

AHEAD = timedelta(days=7)
ANSWER = "walkins.view_pairingproposal"


class ClaimsToConfirm(TodoSource):
    """Contacts that a colleague recorded for the user, which one tap confirms."""

    key, order = "walkins.claims_to_confirm", 15

    def todos(self, user, *, at, site):
        if not user.has_perm("walkins.add_contactclaim") or not getattr(user, CLAIMS, True):
            return
        rows = _claims(user, on=timezone.localdate(at))
        for _, shares in groupby(rows, key=lambda share: share.claim_id):
            yield _claim_todo(list(shares))


@prepared
def _claims(user, *, on):
    """The shares of the claims that the user settles, by day."""
    claims = ContactClaim.objects.to_settle_by(user, on=on).order_by()
    rows = ClaimPairing.objects.filter(claim__in=claims.values("pk"))
    rows = rows.select_related("claim__recorded_by", "pairing__student")
    return rows.order_by("happened_on", "claim", "pk")


def _claim_todo(shares):
    claim, students = shares[0].claim, [share.pairing.student for share in shares]
    facts = f"{claim.get_kind_display()} · {claim.get_mode_display()} · {claim.minutes} 分钟"
    said = f"{claim.recorded_by} 代记，{spoken_day(claim.happened_on)} {facts}"
    form = ClaimForm(auto_id=False, initial={"answer": ClaimForm.Answer.CONFIRM.value})
    return Todo(
        title=f"确认帮扶记录：{'、'.join(map(str, students))}",
        note=f"{said}。{claim.fact}",
        url=claim.get_absolute_url(),
        button="查看，没有这回事",
        tag="待确认",
        press=Press("确认", claim.get_absolute_url(), form),
        student_ids=frozenset(student.pk for student in students),
    )


class PlannedVisits(TodoSource):
    """Visits one is to make within a week, and those whose day is over and of which nothing is recorded."""

    key, order = "walkins.planned_visits", 20

    def todos(self, user, *, at, site):
        if not user.has_perm("walkins.add_homevisit"):
            return
        on = timezone.localdate(at)
        for visit_id, shares in groupby(_planned(user, on=on), key=lambda row: row["visit"]):
            yield _todo(visit_id, list(shares), on=on)


@prepared
def _planned(user, *, on):
    """The shares of these visits with the names of the children, by day."""
    visits = HomeVisit.objects.planned().to_be_settled_by(user, on=on)
    # of a school year that is over, its visitor can no longer record anything
    visits = visits.filter(happened_on__range=(school_year(on).start, on + AHEAD))
    rows = VisitedStudent.objects.filter(visit__in=visits.order_by().values("pk"))
    rows = rows.annotate(name=F("student__name"), at_time=F("visit__at_time"))
    rows = rows.order_by("happened_on", "visit", "student__number")
    return rows.values("visit", "student", "happened_on", "at_time", "name")


def _todo(visit_id, shares, *, on):
    first = shares[0]
    day, clock = first["happened_on"], first["at_time"]
    is_over = day < on
    return Todo(
        title=f"走访{first['name']}家",
        note="约好的日子过了。走访了记一笔，没有走成也请记一下。"
        if is_over
        else f"已约 {spoken_day(day)}{f' {clock:%H:%M}' if clock else ''}，走访后记一笔。",
        url=address_of("walkins:visit-detail" if is_over else "walkins:visit-complete", visit_id),
        button="记走访情况",
        due_on=day,
        kind="today" if day <= on else "soon",
        tag="待补记录" if is_over else ("今天" if day == on else f"{day:%m-%d}"),
        student_ids=frozenset(row["student"] for row in shares),
    )


class Proposals(TodoSource):
    """Proposals that wait for the user: as the member who is asked, or as the head teacher of the student."""

    key, order = "walkins.proposals", 15

    def todos(self, user, *, at, site):
        # counted with the account that a page reads; who left the branch may open none
        if not getattr(user, PROPOSALS, True) or not user.has_perm(ANSWER):
            return
        rows = PairingProposal.objects.waiting_for(user, on=timezone.localdate(at))
        for proposal in rows.select_related("student", "member__staff", "proposed_by"):
            yield _answer(proposal, user)


class FamilyProposals(TodoSource):
    """Proposals of a pairing with a family that wait for the user as member."""

    key, order = "walkins.family_proposals", 16

    def todos(self, user, *, at, site):
        if not getattr(user, FAMILY_PROPOSALS, True) or not user.has_perm(ANSWER):
            return
        rows = FamilyProposal.objects.asked_of(user)
        for proposal in rows.as_listed_on(timezone.localdate(at), user):
            is_accepted = bool(proposal.accepted_on)
            yield Todo(
                title=f"征求{proposal.name}的同意" if is_accepted else f"请您与{proposal.name}结对",
                note="家长同意了，记下日期，结对就开始。"
                if is_accepted
                else f"{proposal.proposed_by} 提出。接受，或者说明暂时不能接受。",
                url=proposal.get_absolute_url(),
                button="记家长同意" if is_accepted else "查看建议",
                tag="接着办" if is_accepted else "请答复",
                is_main=True,
                student_ids=frozenset(child.pk for child in proposal.family.here),
            )


class Handovers(TodoSource):
    """For the committee: members whose pairings are to be handed over, each with how many wait for somebody."""

    key, order = "walkins.handovers", 18

    def todos(self, user, *, at, site):
        if not user.has_perm("walkins.end_pairing"):
            return
        on = timezone.localdate(at)
        members = with_caseload(members_to_hand_over(on)).select_related("staff")
        for member in members.order_by("staff__name_keys", "pk"):
            yield Todo(
                title=f"交接{member}手上的结对",
                note=f"{_to_take_over(member)}还没有人接手。",
                url=reverse("walkins:handover-detail", args=[member.pk]),
                button="办理交接",
                tag="待交接",
            )


def _to_take_over(member):
    """2 名学生、1 户家庭, without what the member has none of."""
    counts = ((member.pairing_count, "名学生"), (member.family_count, "户家庭"))
    return "、".join(f"{count} {what}" for count, what in counts if count)


def _answer(proposal, user):
    is_asked = proposal.asks(user)
    facts = {
        "url": proposal.get_absolute_url(),
        "tag": "请答复",
        "is_main": is_asked,
        "student_ids": frozenset({proposal.student_id}),
    }
    if proposal.accepted_on:
        says = f"{proposal.waits_for}。两个日期都记下，结对就开始。"
        title = f"告诉{proposal.student}的监护人，问过本人"
        return Todo(title=title, note=says, button="记同意日期", **facts | {"tag": "接着办"})
    if is_asked:
        title, says = f"请您与{proposal.student}结对", "接受，或者说明暂时不能接受。"
    else:
        title, says = f"请{proposal.member}与{proposal.student}结对", "您是班主任，看过请同意。"
    return Todo(
        title=title, note=f"{proposal.proposed_by} 提出。{says}", button="查看建议", **facts
    )


class PlannedSessions(TodoSource):
    """Class sessions that are planned within a week or have begun and are not recorded, for the head teacher."""

    key, order = "walkins.planned_sessions", 25

    def todos(self, user, *, at, site):
        if "head" not in standing_of(user):
            return
        on = timezone.localdate(at)
        for session in _planned_sessions(user, on=on, at=at):
            day, has_begun = session.day, session.activity.starts_at <= at
            yield Todo(
                title=f"{session.class_name}团辅《{session.theme}》",
                note="开过了记一笔，没有开成请改时间或取消。"
                if has_begun
                else f"{spoken_day(day)} {session.activity.local_start:%H:%M}，开展后记一笔。",
                url=address_of(
                    f"walkins:session-{'update' if has_begun else 'detail'}", session.pk
                ),
                button="记团辅情况" if has_begun else "查看安排",
                due_on=day,
                kind="today" if day <= on else "soon",
                tag="待补记录" if has_begun else ("今天" if day == on else f"{day:%m-%d}"),
            )


def _planned_sessions(user, *, on, at):
    """Those of the classes that the user heads; others are in the table of sessions."""
    headed = SchoolClass.objects.headed_by(user, on=on)
    # of a school year that is over, its head teacher can no longer record anything
    rows = ClassSession.objects.planned().of_year(on).filter(school_class__in=headed.values("pk"))
    rows = rows.filter(activity__starts_at__lte=at + AHEAD).order_by("activity__starts_at")
    return rows.select_related("activity", "school_class", "theme")


class DifficultiesDue(TodoSource):
    """Difficulties of which the user is the owner and whose day comes soon; those past it are gaps of a duty.

    No kind of difficulty stands on the desk, which bystanders may see.
    """

    key, order = "walkins.difficulties_due", 30

    def todos(self, user, *, at, site):
        if not getattr(user, DIFFICULTIES, True):
            return
        on = timezone.localdate(at)
        needs = _due(user, on=on)
        days = figure(DIFFICULTY_DAYS.key, on=on) if needs else 0
        for need in takewhile(lambda need: (need.due_on - on).days <= days, needs):
            yield Todo(
                title=f"写{need.family_says}的办理情况",
                note=f"完成时限 {need.due_on:%m-%d}，办结或改定日期",
                url=reverse("walkins:familyneed-update", args=[need.pk]),
                button="写办理情况",
                due_on=need.due_on,
                kind="today" if need.due_on == on else "soon",
                tag="今天" if need.due_on == on else f"{need.due_on:%m-%d} 前",
                is_main=True,
                student_ids=frozenset({need.child_id} - {None}),
            )


@prepared
def _due(user, *, on):
    own = FamilyNeed.objects.owned_by(user, on=on).filter(due_on__gte=on)
    return own.with_first_child(user, on=on).order_by("due_on", "pk")


class AidToApprove(TodoSource):
    """For the committee: lines of aid that another entered and that wait; no pupil and no sum stands on the desk."""

    key, order = "walkins.aid_to_approve", 35

    def todos(self, user, *, at, site):
        if not user.has_perm("walkins.change_aid") or not getattr(user, AID_WAITING, True):
            return
        for line in _to_decide(user):
            yield Todo(
                title=f"审核{line}：{line.purpose}",
                note=f"{line.drive}，{line.entered_by} {line.entered_on:%m-%d} 登记",
                url=line.get_absolute_url(),
                button="审核",
                tag="待审核",
                icon="wait",
            )


@prepared
def _to_decide(user):
    rows = Aid.objects.to_be_decided_by(user).select_related("drive", "entered_by")
    return rows.order_by("entered_on", "pk")


class Deletions(TodoSource):
    """For the committee: how many records are deleted within 30 days, as the last `tick` counted them."""

    key, order = "walkins.due_deletions", 80

    def todos(self, user, *, at, site):
        if not user.has_perm("walkins.add_familypairing"):
            return
        if due := DueDeletion.says():
            yield Todo(
                title=f"30 天内将到期删除：{due}",
                note="要留档的台账，请在删除以前导出。",
                tag="到期",
            )
