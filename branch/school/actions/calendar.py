"""Terms, and the days on which the school departs from the official calendar."""

from copy import copy

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.models import AuditEvent, SiteProfile
from branch.core.undo import Trace, undoes
from branch.school.models import SchoolDay, Term


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
def record_school_day(*, day, is_open, note, by):
    """Record whether the school is open on a day; replaces an earlier record of the day."""
    row = SchoolDay.objects.select_for_update().filter(day=day).first() or SchoolDay(day=day)
    row.is_open, row.note = is_open, note
    row.full_clean()
    row.save()
    AuditEvent.record(actor=by, verb="school_day.recorded", target=row)
    return row


@transaction.atomic
def remove_school_day(school_day, *, on, by):
    """Delete the record of a day, which then follows the official calendar; returns the step, to be undone today."""
    school_day = SchoolDay.objects.select_for_update().filter(pk=school_day.pk).first()
    if school_day is None:
        raise ValidationError("这一天已经删去。")
    trace, removed = Trace(school_day), copy(school_day)
    text = f"{school_day.day} {school_day.note}".strip()
    AuditEvent.record(actor=by, verb="school_day.removed", target=school_day, says=text)
    school_day.delete()
    return trace.keep("school_day.removed", target=removed, on=on, by=by)


@undoes("school_day.removed", permission="school.change_term")
def put_back_school_day(rows, *, on, by):
    """Record again a day that was removed by mistake."""
    (school_day,) = rows
    AuditEvent.record(actor=by, verb="school_day.put_back", target=school_day)
