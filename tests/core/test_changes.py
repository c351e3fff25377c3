"""Every table that a duty reads has triggers, which leave a mark; what is bookkeeping leaves none."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branch.accounts.models import User
from branch.core import changes
from branch.core.kept import kept
from branch.core.models import Change, Draft, KeptAnswer, SiteProfile
from branch.coverage.duty import Duty
from branch.coverage.status import statuses
from branch.walkins.models import Pairing
from tests.conftest import TODAY
from tests.coverage.looks import counted_anew
from tests.factories import make_pairing, make_user

pytestmark = pytest.mark.django_db
UNTOLD = {
    *("core.AccessRecord", "core.AuditEvent", "core.Change", "core.Draft", "core.FormToken"),
    *("core.HeldFile", "core.KeptAnswer", "core.SiteProfile", "accounts.SignInTries"),
    *("operations.ChoreRun", "operations.Job", "operations.TickLock"),
    *("coverage.BoardSnapshot", "coverage.Mailbox", "coverage.Notice"),
    *("coverage.OutboxMessage", "coverage.ReminderRound"),
}


def rows():
    return [{"count": 3, "name": "一"}, {"count": None, "name": ""}]


def triggers():
    """{name of a trigger}, of the catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(changes.TRIGGERS[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def marks_of(write):
    """How many marks a write leaves; those of before are deleted."""
    Change.objects.all().delete()
    write()
    return Change.objects.count()


def test_what_is_not_watched_is_bookkeeping():
    ours = [model for model in apps.get_models() if model.__module__.startswith("branch.")]
    watched = set(changes.watched())

    assert {model._meta.label for model in ours if model not in watched} == UNTOLD


def test_every_table_that_a_duty_reads_is_watched(secretary, term):
    with CaptureQueriesContext(connection) as queries:
        found = statuses(secretary, on=TODAY)
        counted_anew(secretary, on=TODAY, today=TODAY)
    sql = " ".join(query["sql"] for query in queries)
    tables = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', sql)) & set(
        connection.introspection.table_names()
    )

    assert {status.duty.key for status in found} == set(Duty.registry)
    assert len(tables) > 20
    watched = {model._meta.db_table for model in changes.watched()}
    assert tables - watched == set()


def test_every_watched_table_has_its_triggers():
    expected = 1 if connection.vendor == "postgresql" else 3
    found = triggers()

    for model in changes.watched():
        own = {name for name in found if name.startswith(f"changed_{model._meta.db_table}_")}
        of_others = {name for name in own if name.count("_") > model._meta.db_table.count("_") + 2}
        assert len(own - of_others) == expected


@pytest.mark.parametrize(
    "write",
    [
        make_pairing,
        lambda: Pairing.objects.update(started_on=TODAY),
        lambda: Pairing.objects.bulk_update(Pairing.objects.all(), ["started_on"]),
        lambda: Pairing.objects.all().delete(),
        lambda: User.objects.update(is_active=False),
    ],
)
def test_a_write_of_any_kind_leaves_a_mark(write):
    make_pairing()

    assert marks_of(write) > 0


def test_a_table_that_is_emptied_at_once_leaves_a_mark():
    make_pairing()
    # what is still to be checked would keep PostgreSQL from it
    connection.check_constraints()

    def empty():
        with connection.cursor() as cursor:
            by = "TRUNCATE walkins_pairing CASCADE"
            cursor.execute(
                by if connection.vendor == "postgresql" else "DELETE FROM walkins_pairing"
            )

    assert marks_of(empty) > 0


def test_bookkeeping_leaves_none():
    user = make_user()

    assert marks_of(lambda: user.save(update_fields=["last_login"])) == 0
    assert marks_of(lambda: SiteProfile.objects.update(public_stamp=7)) == 0
    assert marks_of(lambda: Draft.objects.all().delete()) == 0


def test_an_answer_is_kept_as_it_was_made_and_forgotten_with_a_change():
    assert kept("a", rows) == rows()
    assert kept("a", list) == rows()
    assert kept("b", list) == kept("b", rows) == []

    make_user()

    assert kept("a", list) == []
    assert KeptAnswer.objects.count() == 1


def test_a_look_that_is_rolled_back_takes_its_answer_with_it():
    make_user()

    with pytest.raises(ZeroDivisionError):
        kept("a", lambda: 1 / 0)

    assert Change.objects.exists()
    assert not KeptAnswer.objects.exists()


def test_without_triggers_nothing_is_kept_until_they_are_back():
    kept("a", rows)
    before = triggers()

    changes.unwatch(plan=["a migration"])
    assert (triggers() & before, KeptAnswer.objects.count()) == (set(), 0)
    assert (kept("a", rows), kept("a", list)) == (rows(), [])

    changes.watch()
    assert triggers() == before
    assert (kept("a", rows), kept("a", list)) == (rows(), rows())


def test_one_missing_trigger_is_enough_to_keep_nothing():
    name, on = "changed_walkins_pairing_", {"sqlite": "delete", "postgresql": "write"}
    table = " ON walkins_pairing" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on[connection.vendor]}{table}")

    assert (kept("a", rows), kept("a", list)) == (rows(), [])


def test_a_migration_without_a_plan_and_a_second_watch_cost_one_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        changes.unwatch(plan=[])
    with django_assert_num_queries(1):
        changes.watch()
