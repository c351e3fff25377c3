"""Deeds of one's own: told, put right, withdrawn; what was told late is agreed to or refused by another."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.accounts.models import RoleGrant
from branch.accounts.roles import roles_that_allow
from branch.core.dated import NOT_YET, not_after
from branch.core.figures import figure
from branch.core.models import AuditEvent
from branch.core.undo import Trace, undoes
from branch.coverage.actions import notify, settle_notices
from branch.members.models import Member
from branch.school.models import Staff
from branch.service.figures import DEED_DAYS
from branch.service.notices import DeedRefused, DeedToConfirm
from branch.service.registers.models import ServiceDeed, State

from .wordings import community_of

DECIDES = "service.change_servicedeed"
DECIDED = "这条记录已经办过，或本人已经撤回、改过。"
WITHDRAWN = "这条记录已经撤回。"
TWO_PEOPLE = "自己记的服务，请另一名支委确认。"


@transaction.atomic
def tell_deed(member, *, happened_on, content, minutes, on, by, **where):
    """Record what a member did; it counts at once, or waits for a second person if it is told late."""
    Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    deed = ServiceDeed(member=member)
    facts = {"happened_on": happened_on, "content": content, "minutes": minutes}
    community = community_of(**where, on=on, by=by)
    return _store(deed, verb="told", on=on, by=by, community=community, **facts)


@transaction.atomic
def revise_deed(deed, *, version, happened_on, content, minutes, on, by, **where):
    """Put a deed of one's own right; whether a second person has to agree is asked anew."""
    deed = ServiceDeed.objects.lock(deed.pk, version, check=_refuse_withdrawn)
    facts = {"happened_on": happened_on, "content": content, "minutes": minutes}
    community = community_of(**where, on=on, by=by)
    settle_notices(deed)
    deed.decided_on = deed.decided_by = None
    deed.refusal = ""
    return _store(deed, verb="revised", on=on, by=by, community=community, **facts)


def _store(deed, *, verb, on, by, **facts):
    """Store a deed as told on the day; a late one is told to those who may agree to it."""
    not_after(facts["happened_on"], "happened_on", on=on, says=NOT_YET)
    for name, value in facts.items():
        setattr(deed, name, value)
    late = on - timedelta(days=figure(DEED_DAYS.key, on=on))
    deed.needs_second = deed.happened_on < late
    deed.state = State.WAITING if deed.needs_second else State.COUNTED
    deed.recorded_on, deed.recorded_by = on, by
    deed.full_clean()
    deed.save()
    AuditEvent.record(actor=by, verb=f"deed.{verb}", target=deed)
    if deed.is_waiting:
        _ask(deed, on=on, by=by)
    return deed


@transaction.atomic
def withdraw_deed(deed, *, version, on, by):
    """撤回 a deed of one's own; returns the step, undone today."""
    deed = ServiceDeed.objects.lock(deed.pk, version, check=_refuse_withdrawn)
    trace = Trace(ServiceDeed.objects.get(pk=deed.pk))
    deed.state, deed.refusal = State.WITHDRAWN, ""
    deed.save(update_fields=["state", "refusal", "version"])
    settle_notices(deed)
    AuditEvent.record(actor=by, verb="deed.withdrawn", target=deed)
    return trace.keep("service.deed_withdrawn", target=deed, on=on, by=by)


@undoes("service.deed_withdrawn", permission="service.view_own_register")
def tell_again(rows, *, on, by):
    """Let a deed stand again that was withdrawn by mistake; its constraints refuse one told anew meanwhile."""
    (deed,) = rows
    if deed.is_waiting:
        _ask(deed, on=on, by=by)
    AuditEvent.record(actor=by, verb="deed.told_again", target=deed)


@transaction.atomic
def confirm_deed(deed, *, version, on, by):
    """Count a deed that another told late."""
    deed = _lock_to_decide(deed, version, by=by)
    deed.state = State.COUNTED
    return _decide(deed, verb="deed.confirmed", on=on, by=by)


@transaction.atomic
def refuse_deed(deed, *, refusal, version, on, by):
    """Not count a deed that another told late, for a reason; its member may put it right."""
    deed = _lock_to_decide(deed, version, by=by)
    deed.state, deed.refusal = State.REFUSED, refusal
    _decide(deed, verb="deed.refused", on=on, by=by)
    notify(kind=DeedRefused, users=[deed.recorded_by], subject=deed, day=on, by=by)
    return deed


def _lock_to_decide(deed, version, *, by):
    deed = ServiceDeed.objects.lock(deed.pk, version, check=_refuse_decided)
    if deed.recorded_by_id == by.pk:
        raise ValidationError(TWO_PEOPLE)
    return deed


def _decide(deed, *, verb, on, by):
    deed.decided_on, deed.decided_by = on, by
    deed.full_clean()
    deed.save()
    settle_notices(deed)
    AuditEvent.record(actor=by, verb=verb, target=deed)
    return deed


def _refuse_withdrawn(deed):
    if deed.state == State.WITHDRAWN:
        raise ValidationError(WITHDRAWN)


def _refuse_decided(deed):
    if not deed.is_waiting:
        raise ValidationError(DECIDED)


def _ask(deed, *, on, by):
    """Tell everybody else who may agree to it."""
    roles = roles_that_allow(DECIDES)
    holders = RoleGrant.objects.opening_on(on).filter(role__in=roles)
    staff = Staff.objects.working_on(on).filter(user__in=holders.values("user"))
    users = [person.user for person in staff.select_related("user")]
    notify(kind=DeedToConfirm, users=users, subject=deed, day=deed.happened_on, by=by)
