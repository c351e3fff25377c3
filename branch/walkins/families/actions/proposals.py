"""Proposals of a pairing with a family: made, and begun once an adult of it agreed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef

from branch.core.dated import NOT_YET, not_after
from branch.core.models import AuditEvent
from branch.coverage.actions import notify, settle_notices
from branch.walkins.families.models import (
    FamilyNeed,
    FamilyPairing,
    FamilyProposal,
    HomeVisit,
    VisitedStudent,
)
from branch.walkins.notices import DifficultyOwned, PairingTakenOver, Proposed
from branch.walkins.students.actions import close_proposal, lock_open

from .needs import give_to
from .notices import tell_team
from .pairings import begin_family_pairing, check_match, end_family_pairing, lock_family

NOT_ACCEPTED = "党员还没有接受，接受以后再记家长的意见。"


@transaction.atomic
def propose_family_pairing(*, family, member, former=None, on, by):
    """Ask a member to be paired with a hardship family; `former` is the pairing that it takes over."""
    lock_family(family.pk)
    check_match(family, member, on, on=on)
    if FamilyPairing.objects.active().filter(family=family, member=member).exists():
        raise ValidationError({"member": "该党员已与这个家庭结对。"})
    running = FamilyPairing.objects.active().select_for_update(of=("self",))
    if former and not running.filter(pk=former.pk, family=family).exists():
        raise ValidationError("原来的结对已经结束，不用交接。")
    proposal = FamilyProposal(
        family=family, member=member, former=former, proposed_on=on, proposed_by=by
    )
    proposal.full_clean()
    proposal.save()
    AuditEvent.record(actor=by, verb="proposal.made", target=proposal)
    # that another was asked for is settled by asking another
    settle_notices(FamilyProposal.objects.closed().filter(family=family))
    notify(kind=Proposed, subject=proposal, by=by, users=[member.staff.user], day=on)
    return proposal


@transaction.atomic
def record_family_agreement(proposal, *, agreed_on, agreed_by, version, on, by):
    """Record that an adult of the family said yes: the pairing begins, and what it takes over goes with it."""
    if proposal.former_id:
        # before the family, as one who records a visit and raises a difficulty in it
        list(_visits_of(proposal.former).select_for_update(of=("self",)))
    proposal = lock_open(proposal, version)
    if proposal.accepted_on is None:
        raise ValidationError(NOT_ACCEPTED)
    not_after(agreed_on, "agreed_on", on=on, says=NOT_YET)
    proposal.agreed_on, proposal.agreed_by = agreed_on, agreed_by
    proposal.full_clean()
    proposal.family_pairing = begin_family_pairing(
        family=proposal.family,
        member=proposal.member,
        started_on=max(agreed_on, proposal.accepted_on),
        agreed_on=agreed_on,
        agreed_by=agreed_by,
        on=on,
        by=by,
    )
    close_proposal(proposal, proposal.Closed.STARTED, on=on, by=by)
    if proposal.former and proposal.former.is_active:
        _take_over(proposal, on=on, by=by)
    return proposal


def _take_over(proposal, *, on, by):
    """End the former pairing, and give its member's open difficulties and planned visits to the new one."""
    former, staff = proposal.former, proposal.member.staff
    told = {"users": [former.member.staff.user], "day": on}
    notify(kind=PairingTakenOver, subject=proposal.member, by=by, **told)
    reason = FamilyPairing.EndReason.MEMBER_MOVED
    end_family_pairing(former, on=on, reason=reason, version=former.version, by=by)
    needs = FamilyNeed.objects.counted().open().filter(owner=former.member.staff)
    for need in needs.filter(family=proposal.family).order_by("pk"):
        need = FamilyNeed.objects.lock(need.pk, need.version)
        give_to(need, staff, on=on)
        need.save(update_fields=["owner", "version"])
        AuditEvent.record(actor=by, verb="familyneed.handed_over", target=need)
        settle_notices(need)
        notify(kind=DifficultyOwned, users=[staff.user], subject=need, by=by)
    for visit in _visits_of(former):
        visit = HomeVisit.objects.lock(visit.pk, visit.version)
        visit.visitor = staff
        visit.companions.remove(staff)
        visit.save(update_fields=["visitor", "version"])
        AuditEvent.record(actor=by, verb="visit.handed_over", target=visit)
        settle_notices(visit)
        tell_team([visit], by=by)


def _visits_of(pairing):
    """The visits that the member of a pairing has planned to children of its family alone."""
    shares = VisitedStudent.objects.filter(visit=OuterRef("pk"))
    own = shares.filter(student__family=pairing.family)
    others = shares.exclude(student__family=pairing.family)
    planned = HomeVisit.objects.planned().filter(visitor=pairing.member.staff)
    return planned.filter(Exists(own), ~Exists(others)).order_by("pk")
