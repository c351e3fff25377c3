"""Contacts that one records for a colleague: they wait until the colleague confirms them."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.models import AuditEvent
from branch.coverage.actions import notify, settle_notices
from branch.walkins.notices import ClaimRefused, ClaimToConfirm
from branch.walkins.students.models import (
    ClaimPairing,
    ContactClaim,
    Pairing,
    members_to_confirm,
)

from .contacts import (
    COPY,
    check_companions,
    check_days,
    copies_of,
    lock_pairings,
    lock_with_near,
    member_of,
    record_contact,
)

NOT_YOURS = "选中的学生里有一名现在不能代记，请重新选择。"
WAITS = "这名学生这一天已有一条代记等{}确认，请等确认以后再记。"
SETTLED = "这条代记已经办过了。"
ENDED = "结对在这一天不在进行，不能计入；请点“没有这回事”收起。"
TWICE = "这一天已经记过同样的一条，没有重复计入；请点“没有这回事”收起。"
# what a contact takes over from its claim
FACTS = ("kind", "mode", "minutes", "fact", "next_plan", "next_on")


@transaction.atomic
def enter_contact(*, pairings, on, by, **facts):
    """Record a contact, or a claim where it is a colleague's; return what was stored.

    For a member who has left or cannot sign in the committee's record counts at once.
    """
    member = member_of(pairings)
    if member.staff.user_id == by.pk:
        return record_contact(pairings=pairings, on=on, by=by, **facts)
    pairings = lock_pairings(pairings)
    allowed = Pairing.objects.recordable_by(by, on=on).filter(pk__in=[row.pk for row in pairings])
    if allowed.count() < len(pairings):
        raise ValidationError({"pairings": NOT_YOURS})
    if not members_to_confirm(on).filter(pk=member.pk).exists():
        return record_contact(pairings=pairings, on=on, by=by, **facts)
    return _claim(pairings, member, on=on, by=by, **facts)


def _claim(pairings, member, *, happened_on, on, by, companions=(), **facts):
    check_days(pairings, happened_on, on=on)
    claim = ContactClaim(member=member, happened_on=happened_on, recorded_by=by, **facts)
    check_companions(claim, companions)
    if copies_of(claim, pairings).exists():
        raise ValidationError(COPY)
    if ClaimPairing.objects.filter(pairing__in=pairings, happened_on=happened_on).exists():
        raise ValidationError({"happened_on": WAITS.format(member)})
    claim.full_clean(exclude=["member", "recorded_by"])
    claim.save()
    claim.companions.set(companions)
    ClaimPairing.objects.bulk_create(
        ClaimPairing(claim=claim, pairing=row, happened_on=happened_on) for row in pairings
    )
    AuditEvent.record(actor=by, verb="claim.recorded", target=claim)
    users = [member.staff.user]
    notify(kind=ClaimToConfirm, users=users, subject=claim, by=by, day=happened_on)
    return claim


@transaction.atomic
def confirm_claim(claim, *, on, by):
    """Make the claim a contact of its own day, recorded by who wrote it."""
    claim = _lock(claim)
    _check_settles(claim, on=on, by=by)
    pairings = list(claim.pairings.all())
    if not all(row.covers(claim.happened_on) for row in pairings):
        raise ValidationError(ENDED)
    if copies_of(claim, pairings).exists():
        raise ValidationError(TWICE)
    contact = record_contact(
        pairings=pairings,
        happened_on=claim.happened_on,
        companions=list(claim.companions.all()),
        recorded_by=claim.recorded_by,
        on=on,
        by=by,
        **{name: getattr(claim, name) for name in FACTS},
    )
    _close(claim, verb="claim.confirmed", by=by)
    return contact


@transaction.atomic
def refuse_claim(claim, *, on, by):
    """没有这回事: delete the claim and tell who recorded it."""
    claim = _lock(claim)
    _check_settles(claim, on=on, by=by)
    told = {"users": [claim.recorded_by], "day": claim.happened_on}
    notify(kind=ClaimRefused, subject=claim.member, by=by, **told)
    _close(claim, verb="claim.refused", by=by)


@transaction.atomic
def take_back_claim(claim, *, on, by):
    """收回: delete a claim that still waits, by who recorded it or the committee."""
    claim = _lock(claim)
    # its member refuses it, of which who recorded it is told
    others = ContactClaim.objects.visible_to(by, on=on).exclude(member__staff__user=by)
    if not others.filter(pk=claim.pk).exists():
        raise ValidationError(SETTLED)
    _close(claim, verb="claim.taken_back", by=by)


def _lock(claim):
    """Lock the claim after all pairings it may count in, as `record_contact` does; refuse one that is settled."""
    lock_with_near(claim.pairings.all(), list(claim.companions.all()))
    claim = ContactClaim.objects.select_for_update(of=("self",)).filter(pk=claim.pk).first()
    if claim is None:
        raise ValidationError(SETTLED)
    return claim


def _check_settles(claim, *, on, by):
    """Refuse a user who may not settle the claim; its member always may, and is told where it can no longer count."""
    is_member = claim.member.staff.user_id == by.pk
    if not is_member and not (
        ContactClaim.objects.to_settle_by(by, on=on).filter(pk=claim.pk).exists()
    ):
        raise ValidationError(SETTLED)


def _close(claim, *, verb, by):
    AuditEvent.record(actor=by, verb=verb, target=claim)
    settle_notices(claim)
    claim.delete()
