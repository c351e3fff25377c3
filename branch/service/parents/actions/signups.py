"""What a family does: sign up and cancel; and what the organiser does for one.

No `AuditEvent` is kept of what families do: it would outlast the sign-up.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.models import ALREADY_SAVED, AuditEvent
from branch.service.parents.models import (
    ParentOpening,
    ParentQuestion,
    ParentSignUp,
    SignUpSource,
    new_code,
)

from .seats import State, move_up, seats_of

CLOSED = "报名已经截止。您填的还在这一页；要来，请打支部办公室。"
NOT_YET = "还没有开始报名。您填的还在这一页，到时间再点一次。"
TOO_MANY = "一个报名最多 {} 人。"
KNOWN = ["opening", "school_class", "source"]


class AlreadySignedUpError(Exception):
    """Raised where the telephone has signed up for the event, so that nothing at all is stored."""


@transaction.atomic
def count_one_of(opening, *, address, at):
    """Count a sign-up of a network; return (its source, whether it sends more than one network may at once).

    It is a transaction of its own: one that stores nothing else is counted too.
    """
    ParentOpening.objects.select_for_update(of=("self",)).get(pk=opening.pk)
    source = SignUpSource.objects.of_network(opening, address, at=at)
    is_within = source.takes_one_at(at)
    source.save(update_fields=["busy_until"])
    return source, not is_within


@transaction.atomic
def sign_up(
    opening, *, name, phone, school_class, people_count, question="", token, source, is_over, at
):
    """Store a family: with a seat, on the waiting list, or to be verified where its network sends too much."""
    with seats_of(opening.pk) as opening:
        _refuse_unless_open(opening, people_count, at=at)
        row = ParentSignUp(
            opening=opening,
            number=opening.last_number + 1,
            name=name,
            phone=phone,
            school_class=school_class,
            people_count=people_count,
            state=State.UNVERIFIED if is_over else _seated(opening, people_count),
            code=new_code(),
            token=token,
            source=source,
        )
        _refuse_unfit(row)
        if opening.signups.filter(phone=phone).exists():
            raise AlreadySignedUpError
        row.validate_constraints(exclude=KNOWN)
        row.save(force_insert=True)
        opening.last_number = row.number
        opening.save(update_fields=["last_number"])
    if question:
        ParentQuestion.objects.create(opening=opening, text=question)
    return row


def _refuse_unless_open(opening, people_count, *, at):
    if opening.is_before(at):
        raise ValidationError(NOT_YET)
    if not opening.is_open_at(at):
        raise ValidationError(CLOSED)
    if people_count > opening.people_most:
        raise ValidationError({"people_count": TOO_MANY.format(opening.people_most)})


def _refuse_unfit(row):
    """Refuse what is wrong with a sign-up of any telephone.

    It is asked before the telephone is looked for: a refusal after that would say, storing nothing, that it is not here.
    """
    if ParentSignUp.objects.filter(token=row.token).exists():
        raise ValidationError(ALREADY_SAVED, code="already_saved")
    row.full_clean(exclude=KNOWN, validate_constraints=False)


def _seated(opening, people_count):
    return State.CONFIRMED if people_count <= opening.free_count() else State.WAITING


def tell_seats(row):
    """The sentence a family reads of its own sign-up."""
    says = {
        State.CONFIRMED: f"报名成功，已为您留 {row.people_count} 个座位。",
        State.WAITING: "已登记候补，现在还没有座位。",
        State.UNVERIFIED: "报名已经收到，还没有留座位。报名的人一下子太多，学校核对后按先后留座位。",
        State.CANCELLED: "报名已经取消，姓名和手机号已经删去。",
    }
    return says[row.state]


@transaction.atomic
def cancel_sign_up(row, *, at, by=None):
    """Cancel a sign-up: its name and telephone are deleted at once, and those who wait move up until the closing time.

    `by` is the colleague who cancels it for the family; None for the family itself. Cancelling twice changes nothing.
    """
    with seats_of(row.opening_id) as opening:
        row = opening.signups.select_for_update(of=("self",)).get(pk=row.pk)
        if row.arrived_at:
            raise ValidationError("这一户已经到场，不能再取消。")
        if not row.is_cancelled:
            row.state, row.name, row.phone = State.CANCELLED, "", ""
            row.moved_up_at = row.rung_at = None
            row.save()
            move_up(opening, at=at)
            if by:
                AuditEvent.record(
                    actor=by, verb="parentsignup.cancelled", target=opening, says="取消一户报名"
                )
    return row


@transaction.atomic
def ring_done(row, *, at, by):
    """Mark a family that moved up as told by telephone."""
    row = ParentSignUp.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.is_confirmed and row.moved_up_at and not row.rung_at:
        row.rung_at = at
        row.save(update_fields=["rung_at"])
        AuditEvent.record(
            actor=by, verb="parentsignup.rung", target=row.opening, says="打电话告诉一户候补"
        )
    return row
