from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from branch.activities.figures import PUPILS_KEPT
from branch.activities.models import Activity, Registration, is_old_enough
from branch.core.figures import figure
from branch.core.models import AuditEvent
from branch.core.periods import Period, months_later
from branch.core.refusals import RowsRefused
from branch.school.models import Student

from .places import enter, free_places, leave, locked, slot_in, staff_of

FIRST_DAY = date(2000, 1, 1)
LATER = "同意日期不能晚于今天。"
NOT_YOURS = "这名学生不在您能登记的名单里。"
TWICE = "这名学生已经登记过了。"


@transaction.atomic
def enter_pupils(opening, *, slot, rows, are_league_members, at, by):
    """Enter pupils in a role, each with the day on which the guardian agreed to this event.

    Their head teacher or the committee does it, and only where there are a leading teacher and a safety plan.
    A pupil under 14 on the day of the event, or of unknown age, is never a League member.
    """
    on = timezone.localdate(at)
    enterer = staff_of(by, on=on)
    opening, slots = locked(opening)
    slot = slot_in(slots, slot)
    _refuse_unless_ready(opening, slot, len(rows), at=at)
    _refuse_rows(opening, rows, on=on, by=by)
    for student, facts in rows:
        is_league_member = are_league_members and is_old_enough(student, on=opening.day)
        facts = facts | {"is_league_member": is_league_member}
        enter(opening, slot, student=student, at=at, by=enterer, must_place=True, **facts)
    says = f"登记学生 {len(rows)} 名：{slot}"
    AuditEvent.record(actor=by, verb="registration.pupils", target=opening.activity, says=says)
    return opening


def _refuse_unless_ready(opening, slot, count, *, at):
    if not opening.takes_changes_at(at):
        raise ValidationError("活动已经开始，不能再登记学生。")
    if not slot.takes_pupils:
        raise ValidationError({"slot": f"{slot}不安排学生。"})
    if lacking := opening.lacks_for_pupils():
        raise ValidationError(f"还缺{'、'.join(lacking)}，补齐以后才能登记学生。")
    if (free := free_places(slot)) < count:
        raise ValidationError({"slot": f"{slot}还剩 {free} 个名额，您选了 {count} 名。"})


def _refuse_rows(opening, rows, *, on, by):
    keys = [student.pk for student, _ in rows]
    own = Student.objects.private_to(by, on=on).filter(pk__in=keys)
    allowed = set(own.values_list("pk", flat=True))
    entered = Registration.objects.standing().filter(opening=opening, student__in=keys)
    twice = set(entered.values_list("student", flat=True))
    refused = {}
    for student, facts in rows:
        if student.pk not in allowed:
            refused[student.pk] = ValidationError(NOT_YOURS)
        elif student.pk in twice:
            refused[student.pk] = ValidationError(TWICE)
        elif facts["consent_on"] > on:
            refused[student.pk] = ValidationError({"consent_on": LATER})
    if refused:
        raise RowsRefused(refused)


@transaction.atomic
def leave_out_pupil(registration, *, at, by):
    """Take a pupil off the list until the event begins."""
    opening, slots = locked(registration.opening)
    if not opening.takes_changes_at(at):
        raise ValidationError("活动已经开始，名单不能再改。")
    row = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    if not row.is_placed:
        raise ValidationError("这名学生已经移出名单。")
    leave(row, opening=opening, slot=slots[row.slot_id], at=at)
    AuditEvent.record(
        actor=by, verb="registration.pupil_left", target=opening.activity, says="移出学生 1 名"
    )
    return row


@transaction.atomic
def forget_pupils(*, on):
    """Delete the pupils of events that are longer ago than the figure says; return how many there were.

    How many came, and how many of them were League members, stays with the event.
    """
    last_on = months_later(on, -int(figure(PUPILS_KEPT.key, on=on)))
    past = Activity.objects.within(Period(FIRST_DAY, last_on, ""))
    rows = Registration.objects.of_pupils().filter(
        opening__activity__in=past.order_by().values("pk")
    )
    deleted, _ = rows.delete()
    return deleted
