from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import NOT_YET, last_day_before, not_after
from branch.core.models import AuditEvent
from branch.coverage.actions import notify, settle_notices
from branch.school.models import Family
from branch.walkins.families.models import FamilyPairing, FamilyProposal, hardship_families
from branch.walkins.notices import FamilyPairingStarted
from branch.walkins.pairs import check_member, refuse_before_agreed, refuse_ended, refuse_overlap
from branch.walkins.students.actions import withdraw_proposals


def lock_family(family_id):
    """Lock a family, before its pairings and proposals are, as every action does."""
    return Family.objects.select_for_update().get(pk=family_id)


@transaction.atomic
def start_family_pairing(*, family, on, by, **agreed):
    """Pair a member with a hardship family that agreed already; a proposal that is open for it is withdrawn."""
    lock_family(family.pk)
    withdraw_proposals(FamilyProposal.objects.filter(family=family), on=on, by=by)
    return begin_family_pairing(family=family, on=on, by=by, **agreed)


def begin_family_pairing(*, family, member, started_on, agreed_on, agreed_by, on, by):
    """Store the pairing of a locked family."""
    for field, day in (("started_on", started_on), ("agreed_on", agreed_on)):
        not_after(day, field, on=on, says=NOT_YET)
    check_match(family, member, started_on, on=on)
    refuse_overlap(FamilyPairing.objects.filter(family=family, member=member), started_on)
    refuse_before_agreed(started_on, agreed_on)
    pairing = FamilyPairing(
        family=family,
        member=member,
        started_on=started_on,
        agreed_on=agreed_on,
        agreed_by=agreed_by,
        started_by=by,
    )
    pairing.full_clean()
    pairing.save()
    AuditEvent.record(actor=by, verb="familypairing.started", target=pairing)
    told = {"users": [member.staff.user], "day": started_on}
    notify(kind=FamilyPairingStarted, subject=pairing, by=by, **told)
    return pairing


def check_match(family, member, started_on, *, on):
    if not hardship_families(started_on).filter(pk=family.pk).exists():
        raise ValidationError(
            {"family": "这个家庭在结对日期不在学校认定的名单里，请核对名单或结对日期。"}
        )
    check_member(member, started_on, on=on)
    if member.staff.guardianships.filter(family=family).exists():
        raise ValidationError({"family": "这是该党员自己的家庭，请另选一名党员。"})


@transaction.atomic
def end_family_pairing(pairing, *, on, reason, version, by):
    """End a pairing with a family; its last day is the day before, or today where it began today."""
    lock_family(pairing.family_id)
    pairing = FamilyPairing.objects.lock(pairing.pk, version, check=refuse_ended)
    pairing.until_on = last_day_before(on, first=pairing.started_on)
    pairing.end_reason = reason
    pairing.is_void = reason == FamilyPairing.EndReason.MISTAKEN
    pairing.full_clean()
    pairing.save(update_fields=["until_on", "end_reason", "is_void", "version"])
    AuditEvent.record(actor=by, verb="familypairing.ended", target=pairing)
    settle_notices(pairing)
    asked = FamilyProposal.objects.taking_over(pairing)
    withdraw_proposals(asked, on=on, by=by)
    return pairing
