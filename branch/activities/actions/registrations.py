from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from branch.activities.models import Registration
from branch.core.models import AuditEvent

from .places import STATES, enter, leave, locked, slot_in, staff_of

NOT_YET = "还没有开始报名。"
CLOSED = "报名已经截止。要改，请联系负责人。"
BEGUN = "活动已经开始，名单不能再改。"
KEEP_THE_PLACE = "{}已经满了。您已有岗位，想改为候补，请先取消原来的报名。"


def _refuse_unless_open(opening, *, at):
    if opening.is_open_at(at):
        return
    raise ValidationError(NOT_YET if at < opening.opens_at else CLOSED)


def _refuse_unless_changeable(opening, *, at):
    if not opening.takes_changes_at(at):
        raise ValidationError(BEGUN)


@transaction.atomic
def sign_up(opening, *, slot, at, by):
    """Take a role for oneself, or change to it; who finds no place waits. Returns the registration.

    Taking the same role once more changes nothing.
    """
    staff = staff_of(by, on=timezone.localdate(at))
    opening, slots = locked(opening)
    slot = slot_in(slots, slot)
    _refuse_unless_open(opening, at=at)
    own = Registration.objects.standing().filter(opening=opening, staff=staff).first()
    if own and own.slot_id == slot.pk:
        return own
    was_placed = own is not None and own.is_placed
    if own:
        leave(own, opening=opening, slot=slots[own.slot_id], at=at)
    row = enter(opening, slot, staff=staff, at=at, by=staff)
    if was_placed and row.is_waiting:
        raise ValidationError(KEEP_THE_PLACE.format(slot))
    _record(opening, verb="registration.entered", says=f"报名：{slot}", by=by)
    return row


@transaction.atomic
def withdraw(opening, *, at, by):
    """Take back one's own registration, until the closing time."""
    staff = staff_of(by, on=timezone.localdate(at))
    opening, slots = locked(opening)
    _refuse_unless_open(opening, at=at)
    own = Registration.objects.standing().filter(opening=opening, staff=staff).first()
    if own is None:
        raise ValidationError("您没有报名，或已经取消。")
    leave(own, opening=opening, slot=slots[own.slot_id], at=at)
    _record(opening, verb="registration.withdrawn", says="取消报名", by=by)
    return own


@transaction.atomic
def add_colleagues(opening, *, slot, staff, at, by):
    """Enter colleagues in a role for those who run the event, until it begins; after the closing time nobody waits."""
    enterer = staff_of(by, on=timezone.localdate(at))
    opening, slots = locked(opening)
    slot = slot_in(slots, slot)
    _refuse_unless_changeable(opening, at=at)
    standing = Registration.objects.standing().filter(opening=opening, staff__in=staff)
    if found := list(standing.select_related("staff")):
        names = "、".join(str(row.staff) for row in found)
        raise ValidationError({"staff": f"{names}已经报了名。"})
    must_place = not opening.is_open_at(at)
    rows = [
        enter(opening, slot, staff=one, at=at, by=enterer, must_place=must_place) for one in staff
    ]
    _record(opening, verb="registration.added", says=f"代报名 {len(rows)} 名：{slot}", by=by)
    return rows


@transaction.atomic
def drop_colleague(registration, *, at, by):
    """Take a colleague off the list for those who run the event, until it begins."""
    opening, slots = locked(registration.opening)
    _refuse_unless_changeable(opening, at=at)
    row = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    if row.state not in (STATES.PLACED, STATES.WAITING):
        raise ValidationError("这条报名已经取消。")
    leave(row, opening=opening, slot=slots[row.slot_id], at=at)
    _record(opening, verb="registration.dropped", says="移出 1 名", by=by)
    return row


def _record(opening, *, verb, says, by):
    AuditEvent.record(actor=by, verb=verb, target=opening.activity, says=says)
