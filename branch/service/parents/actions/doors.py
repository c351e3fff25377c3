"""The door of an event: who has arrived, and how many came without a sign-up."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.service.parents.models import FamilyTurnout, ParentOpening, ParentQuestion

NOT_NOW = "现在不是登记到场的时间。"
MOST_UNANNOUNCED = 9


def _door_of(pk, *, at):
    """Lock an opening whose door is open; refuse at any other time."""
    opening = ParentOpening.objects.with_event().select_for_update(of=("self",)).get(pk=pk)
    if not opening.is_door_open_at(at):
        raise ValidationError(NOT_NOW)
    return opening


def _count(opening, people, **whose):
    """Add people to the turnout of a class or a grade."""
    row, _ = FamilyTurnout.objects.get_or_create(opening=opening, **whose)
    if row.came_count + people < 0:
        raise ValidationError("没有这么多人可以撤销。")
    row.came_count += people
    row.save(update_fields=["came_count"])


@transaction.atomic
def tick_arrival(row, *, at):
    """Mark a family as arrived; a second tick, of another phone too, changes nothing."""
    opening = _door_of(row.opening_id, at=at)
    row = opening.signups.get(pk=row.pk)
    if not row.is_confirmed:
        raise ValidationError("这一户没有座位，请在“没有报名的”里加人数。")
    if row.arrived_at is None:
        row.arrived_at = at
        row.save(update_fields=["arrived_at"])
        _count(opening, row.people_count, school_class=row.school_class)
    return row


@transaction.atomic
def undo_arrival(row, *, at):
    """Take an arrival back; a second time changes nothing."""
    opening = _door_of(row.opening_id, at=at)
    row = opening.signups.get(pk=row.pk)
    if row.arrived_at is not None:
        row.arrived_at = None
        row.save(update_fields=["arrived_at"])
        _count(opening, -row.people_count, school_class=row.school_class)
    return row


@transaction.atomic
def add_unannounced(opening, *, grade, people_count, at):
    """Count people who had not signed up, by the grade of their child alone."""
    opening = _door_of(opening.pk, at=at)
    _count(opening, people_count, grade=grade)
    return opening


@transaction.atomic
def undo_unannounced(opening, *, grade, people_count, at):
    """Take back people who were added by mistake."""
    opening = _door_of(opening.pk, at=at)
    _count(opening, -people_count, grade=grade)
    return opening


@transaction.atomic
def add_question(opening, *, text, at):
    """Keep a question that is asked at the event, without who asked it."""
    opening = _door_of(opening.pk, at=at)
    question = ParentQuestion(opening=opening, text=text)
    question.full_clean(exclude=["opening"])
    question.save(force_insert=True)
    return question
