from django.db import transaction

from branch.core.models import AuditEvent
from branch.core.public import touch
from branch.core.refusals import refuse_in_public
from branch.service.outings.models import Series

TEXTS = ("about", "charter", "agreements", "rhythm")


@transaction.atomic
def create_series(programme, *, by, **facts):
    """Write the page of a programme that has none."""
    return _store(Series(programme=programme), facts, verb="series.written", by=by)


@transaction.atomic
def revise_series(series, *, version, by, **facts):
    """Change the page of a series, or take it down."""
    series = Series.objects.lock(series.pk, version)
    return _store(series, facts, verb="series.revised", by=by)


def _store(series, facts, *, verb, by):
    for name, value in facts.items():
        setattr(series, name, value)
    refuse_in_public((name, getattr(series, name)) for name in TEXTS)
    series.full_clean(exclude=["programme"], validate_unique=False)
    series.save()
    touch()
    AuditEvent.record(actor=by, verb=verb, target=series)
    return series
