"""Terms, and the days on which the school departs from the official calendar."""

from copy import copy

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.models import AuditEvent, SiteProfile
from branch.core.undo import Trace, undoes
from branch.school.models import SchoolDay, Term
from branch.school.models.calendar import Calendar
from branch.school.school_days import days_changed


@transaction.atomic
def record_term(*, by, **fields):
    """Create a term."""
    _lock_terms()
    return _write(Term(), fields, verb="term.recorded", by=by)


@transaction.atomic
def revise_term(term, *, version, by, **fields):
    """Change a term; weeks, duties and ledgers count by its new days at once."""
    _lock_terms()
    term = Term.objects.lock(term.pk, version)
    return _write(term, fields, verb="term.revised", by=by)


def _write(term, fields, *, verb, by):
    for name, value in fields.items():
        setattr(term, name, value)
    term.full_clean()
    _refuse_overlap(term)
    term.save()
    AuditEvent.record(actor=by, verb=verb, target=term)
    return term


def _lock_terms():
    """Serialise the changes of terms by a lock on the site's row, as there may be no term to lock."""
    SiteProfile.objects.select_for_update().get()


def _refuse_overlap(term):
    """Refuse a term that shares a day with another one; needs the terms locked."""
    others = Term.objects.exclude(pk=term.pk)
    other = others.overlapping(term.starts_on, term.ends_on).first()
    if other:
        message = f"和{other}（{other.starts_on} 至 {other.ends_on}）重叠，请改日期。"
        raise ValidationError({"starts_on": message})


@transaction.atomic
def record_school_day(*, day, kind, note, by):
    """Record what kind of day it is for the school; replaces an earlier record of the day."""
    row = SchoolDay.objects.select_for_update().filter(day=day).first() or SchoolDay(day=day)
    row.kind, row.note = kind, note
    row.full_clean()
    row.save()
    AuditEvent.record(actor=by, verb="school_day.recorded", target=row)
    days_changed([day], by=by)
    return row


@transaction.atomic
def record_school_days(*, first, last, kind, note, by):
    """Record the school days of a span as holidays or as days of exams; returns the rows.

    Its weekends and holidays stay as they are. Which of them would become school days nobody can tell from a
    span, so these are recorded one by one.
    """
    if kind == SchoolDay.Kind.OPEN:
        raise ValidationError({"until": "调休上课的日子，请一天一天地写。"})
    days = Calendar(first, last).changed_by(kind, first, last)
    if not days:
        says = SchoolDay.Kind(kind).label
        raise ValidationError({"until": f"这几天里没有要标成“{says}”的日子，请核对日期。"})
    return [record_school_day(day=day, kind=kind, note=note, by=by) for day in days]


@transaction.atomic
def remove_school_day(school_day, *, on, by):
    """Delete the record of a day and of the days of its span, which then follow the official calendar.

    Returns the step, to be undone today.
    """
    school_day = SchoolDay.objects.select_for_update().filter(pk=school_day.pk).first()
    if school_day is None:
        raise ValidationError("这一天已经删去。")
    rows, removed = _span_of(school_day), copy(school_day)
    trace = Trace(*rows)
    for row in rows:
        text = f"{row.day} {row.note}".strip()
        AuditEvent.record(actor=by, verb="school_day.removed", target=row, says=text)
        row.delete()
    days_changed([row.day for row in rows], by=by)
    return trace.keep("school_day.removed", target=removed, on=on, by=by)


def _span_of(school_day):
    """The rows that the page of the term shows as one with this one."""
    term = Term.objects.on(school_day.day)
    spans = Calendar.of_terms([term]).own_spans() if term else []
    return next((rows for rows in spans if school_day in rows), [school_day])


@undoes("school_day.removed", permission="school.change_term")
def put_back_school_day(rows, *, on, by):
    """Record again days that were removed by mistake."""
    for row in rows:
        AuditEvent.record(actor=by, verb="school_day.put_back", target=row)
    days_changed([row.day for row in rows], by=by)
