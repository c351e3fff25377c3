"""The migration from a first day without to a last day with changes no count of any day."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from branch.core.periods import school_year
from branch.school.models import Staff
from branch.walkins.models import Pairing, SupportNeed
from tests.conftest import TODAY

ONE_DAY = timedelta(days=1)
BEFORE = [
    ("walkins", "0001_students_needs_pairings_contacts"),
    ("school", "0004_versions"),
    ("members", "0007_honour_recorded_at"),
    ("coverage", "0002_own_names"),
    ("accounts", "0003_confirm_standing_grants"),
]
# model → the columns of the release before: first day, first day without
SPANS = {
    "pairing": ("started_on", "ended_on"),
    "supportneed": ("raised_on", "closed_on"),
    "staff": (None, "left_on"),
}


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def newest():
    return MigrationExecutor(connection).loader.graph.leaf_nodes()


@pytest.fixture
def transactional_db(demo_school):
    """The demo school, outside a transaction; `demo_school` restores the tables of today."""


@pytest.fixture
def before(transactional_db):
    """The demo school in the tables of the release before."""
    return migrate(BEFORE)


def old_model(apps, name):
    return apps.get_model("school" if name == "staff" else "walkins", name)


def stored(apps):
    return {
        name: sorted(old_model(apps, name).objects.values_list("pk", end))
        for name, (_, end) in SPANS.items()
    }


def days():
    year = school_year(TODAY)
    return [year.start + n * ONE_DAY for n in range((year.end - year.start).days + 1)]


def counts_before(apps):
    """{(model, day): count} as the release before counted."""
    counted = Counter()
    for name, (start, end) in SPANS.items():
        rows = old_model(apps, name).objects.values_list(*filter(None, [start, end]))
        for *starts, over in rows:
            for day in days():
                counted[name, day] += all(start <= day for start in starts) and (
                    over is None or over > day
                )
    return counted


def counts_now():
    counted = {}
    for day in days():
        counted["pairing", day] = Pairing.objects.active_on(day).count()
        counted["supportneed", day] = SupportNeed.objects.open_on(day).count()
        counted["staff", day] = Staff.objects.working_on(day).count()
    return counted


def end_some(apps):
    """Rows of every kind that ended on one day, some of them on the day they began."""
    closing = {
        "pairing": {"end_reason": "other", "outcome": "paused"},
        "supportneed": {"close_reason": "met"},
        "staff": {},
    }
    for name, (start, end) in SPANS.items():
        rows = old_model(apps, name).objects.filter(**{end: None}).order_by("pk")
        for n, row in enumerate(rows[:6]):
            over = TODAY if n % 2 or start is None else getattr(row, start)
            old_model(apps, name).objects.filter(pk=row.pk).update(**{end: over}, **closing[name])


def test_no_count_of_any_day_of_the_year_changes(before):
    end_some(before)
    counted, was = counts_before(before), stored(before)

    migrate(newest())
    assert counts_now() == counted
    assert Pairing.objects.filter(until_on=TODAY - ONE_DAY).exists()

    assert stored(migrate(BEFORE)) == was
