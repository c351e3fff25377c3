"""Registrations: written once, moved, put right, withdrawn, and entered by the list of a community."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import ONE_DAY, not_after
from branch.core.files import delete_on_commit
from branch.core.models import AuditEvent, Stale
from branch.core.undo import Trace, undoes
from branch.coverage.actions import notify, settle_notices
from branch.members.models import Member
from branch.service.notices import RegisteredForYou, RegisterReminder
from branch.service.registers.models import (
    CommunityPaper,
    CommunityRegistration,
    RegistrationReceipt,
)
from branch.service.registers.reading import unregistered_on

from .wordings import community_of

MEANWHILE = "这名党员刚刚登记过报到，请重新打开，看过再改。"
ENDED = "这次报到已经结束或撤回。"
OVERLAPS = "报到日期要晚于上一次报到结束的 {}。"
BEFORE_FORMER = "报到日期要晚于上一次报到的 {}。"
NOT_HERE = "这名党员报到的那一天还不在支部，请核对日期。"
NOBODY = "勾选的党员都已报到，没有重复登记。"
OTHER_NOW = "之后又登记了别的报到，不能撤销。"


@dataclass(frozen=True)
class Registered:
    """What a list registered, and how many of it had been registered meanwhile."""

    rows: list
    left_out: int


@transaction.atomic
def write_registration(member, *, from_on, on, by, version=None, receipt=None, post="", **where):
    """Register a member, put the running registration right, or end it by a later one elsewhere: a move.

    `where` is `community`, or `community_name` of one that is not on the list. `version` is that of the running
    registration that the writer saw, None where there was none.
    """
    Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    not_after(from_on, "from_on", on=on)
    community = community_of(**where, on=on, by=by)
    running = CommunityRegistration.objects.running().filter(member=member).first()
    _refuse_changed(running, version)
    is_move = running and running.community_id != community.pk and from_on > running.from_on
    if is_move:
        _end(running, from_on - ONE_DAY)
    elif running:
        _let_former_run_until(running, from_on - ONE_DAY)
    row = running if running and not is_move else CommunityRegistration(member=member)
    row.community, row.from_on, row.post = community, from_on, post
    _store(row)
    _keep_receipt(row, receipt, by=by)
    verb = "moved" if is_move else "corrected" if running else "written"
    AuditEvent.record(actor=by, verb=f"registration.{verb}", target=row)
    _tell(row, member, on=on, by=by)
    return row


def _end(running, until_on):
    running.until_on = until_on
    running.version += 1
    running.save(update_fields=["until_on", "version"])


def _let_former_run_until(running, until_on):
    """Let the registration that a move to this one ended run until its corrected day: no day is without one."""
    former = CommunityRegistration.objects.filter(
        member=running.member_id, until_on=running.from_on - ONE_DAY
    ).first()
    if former is None or former.until_on == until_on:
        return
    if until_on < former.from_on:
        raise ValidationError({"from_on": BEFORE_FORMER.format(former.from_on)})
    _end(former, until_on)


def _refuse_changed(running, version):
    if running and version is None:
        raise ValidationError(MEANWHILE)
    if version is not None and running is None:
        raise ValidationError(ENDED)
    if running and running.version != version:
        raise Stale(running)


def _store(row):
    """Validate and store a registration; needs its member locked."""
    if not Member.objects.active_on(row.from_on).filter(pk=row.member_id).exists():
        raise ValidationError({"from_on": NOT_HERE})
    former = CommunityRegistration.objects.filter(
        member=row.member_id, until_on__gte=row.from_on
    ).first()
    if former:
        raise ValidationError({"from_on": OVERLAPS.format(former.until_on)})
    row.version += 1 if row.pk else 0
    row.full_clean()
    row.save()


def _keep_receipt(row, receipt, *, by):
    if not receipt:
        return
    former = RegistrationReceipt.objects.filter(registration_id=row.pk).first()
    if former:
        delete_on_commit(former)
        former.delete()
    RegistrationReceipt.objects.create(registration_id=row.pk, uploaded_by=by, **receipt)


def _tell(row, member, *, on, by):
    """Settle the reminder of a member, and tell them if somebody else registered them."""
    settle_notices(member)
    notify(kind=RegisteredForYou, users=[member.staff.user], subject=row, day=on, by=by)


@transaction.atomic
def register_several(members, *, from_on, on, by, paper=None, **where):
    """Register those of the members who are not yet registered, by the list of their community; `Registered`."""
    not_after(from_on, "from_on", on=on)
    keys = [member.pk for member in members]
    locked = Member.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    locked = list(locked.select_related("staff__user"))
    running = CommunityRegistration.objects.running().filter(member__in=keys)
    taken = set(running.values_list("member", flat=True))
    fresh = [member for member in locked if member.pk not in taken]
    if not fresh:
        raise ValidationError(NOBODY)
    community = community_of(**where, on=on, by=by)
    if paper:
        paper = CommunityPaper.objects.create(community=community, uploaded_by=by, **paper)
    rows = [
        CommunityRegistration(
            member=member, community=community, from_on=from_on, paper=paper or None
        )
        for member in fresh
    ]
    for row in rows:
        _store_of_list(row)
        AuditEvent.record(actor=by, verb="registration.written", target=row)
        _tell(row, row.member, on=on, by=by)
    return Registered(rows, len(locked) - len(fresh))


def _store_of_list(row):
    """Store a registration of a list; what is wrong with it names whose it is."""
    try:
        _store(row)
    except ValidationError as refusal:
        says = "".join(refusal.messages)
        raise ValidationError({"members": f"{row.member}：{says}"}) from refusal


@transaction.atomic
def withdraw_registration(registration, *, version, on, by):
    """撤回 a registration entered by mistake; the one that it had ended runs on. Returns the step, undone today."""
    Member.objects.select_for_update(of=("self",)).get(pk=registration.member_id)
    row = CommunityRegistration.objects.lock(registration.pk, version, check=_refuse_ended)
    former = CommunityRegistration.objects.filter(
        member=row.member_id, until_on=row.from_on - ONE_DAY
    )
    former = list(former)
    # the former first, as an undo ends it before the other runs again
    trace = Trace(*former, row)
    row.is_void = True
    row.save(update_fields=["is_void", "version"])
    for one in former:
        one.until_on, one.version = None, one.version + 1
        one.save(update_fields=["until_on", "version"])
    settle_notices(row)
    AuditEvent.record(actor=by, verb="registration.withdrawn", target=row)
    return trace.keep("service.registration_withdrawn", target=row, on=on, by=by)


def _refuse_ended(row):
    if row.is_void or row.until_on:
        raise ValidationError(ENDED)


@undoes("service.registration_withdrawn", permission="service.view_own_register", first="member")
def restore_registration(rows, *, on, by):
    """Let a registration run on that was withdrawn by mistake, unless there is another one meanwhile."""
    row = rows[-1]
    others = CommunityRegistration.objects.running().filter(member=row.member_id)
    if others.exclude(pk=row.pk).exists():
        raise ValidationError(OTHER_NOW)
    AuditEvent.record(actor=by, verb="registration.restored", target=row)


@transaction.atomic
def remind_unregistered(*, on, by):
    """Tell those who work here, are not away and are not registered today; return how many they are."""
    members = unregistered_on(on).select_related("staff__user")
    reminded = [member for member in members if member.staff.user]
    for member in reminded:
        notify(kind=RegisterReminder, users=[member.staff.user], subject=member, day=on, by=by)
    # of nobody in particular: who was reminded is kept nowhere but in their notices
    AuditEvent.record(actor=by, verb="registration.reminded", target=by, says=f"{len(reminded)} 名")
    return len(reminded)
