"""Terms, and the days the school decides for itself."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.models import AuditEvent, SiteProfile
from branch.school.models import SchoolDay, Term


@transaction.atomic
def record_term(*, by, **fields):
    """A term the school will hold."""
    _lock_terms()
    return _write(Term(), fields, verb="term.recorded", by=by)


@transaction.atomic
def revise_term(term, *, version, by, **fields):
    """Other days for a term; weeks, duties and ledgers count by them from then on."""
    _lock_terms()
    term = Term.objects.lock(term.pk, version)
    return _write(term, fields, verb="term.revised", by=by)


def _write(term, fields, *, verb, by):
    for name, value in fields.items():
        setattr(term, name, value)
    term.full_clean()
    _check_alone(term)
    term.save()
    AuditEvent.record(actor=by, verb=verb, target=term)
    return term


def _lock_terms():
    """Who writes another term meanwhile waits: for the site's row, as there may be no term to lock yet."""
    SiteProfile.objects.select_for_update().get()


def _check_alone(term):
    """A day belongs to one term. Needs the terms locked."""
    others = Term.objects.exclude(pk=term.pk)
    other = others.overlapping(term.starts_on, term.ends_on).first()
    if other:
        says = f"和{other}（{other.starts_on} 至 {other.ends_on}）重叠，请改日期。"
        raise ValidationError({"starts_on": says})


@transaction.atomic
def record_school_day(*, day, is_open, note, by):
    """The school decides whether school is held on a day; a later word replaces the earlier one."""
    row = SchoolDay.objects.select_for_update().filter(day=day).first() or SchoolDay(day=day)
    row.is_open, row.note = is_open, note
    row.full_clean()
    row.save()
    AuditEvent.record(actor=by, verb="school_day.recorded", target=row)
    return row


@transaction.atomic
def remove_school_day(school_day, *, by):
    """That day follows the official calendar again."""
    says = f"{school_day.day} {school_day.note}".strip()
    AuditEvent.record(actor=by, verb="school_day.removed", target=school_day, says=says)
    school_day.delete()
