"""What is kept of the board is told while it is true, whatever changes the records and in whatever order."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branch.core.models import Change, Figure, KeptAnswer
from branch.coverage.duty import Duty
from branch.coverage.status import load_tallies, statuses
from branch.walkins.figures import CONTACT_DAYS
from tests.conftest import TODAY
from tests.coverage.lives import LIVES
from tests.coverage.looks import counted_anew, told
from tests.factories import make_contact, make_pairing
from tests.rosters.wizard import imported, taken_back
from tests.spreadsheets import pupils_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_stands", "term")]
DESK, BOARD = reverse("portal:desk"), reverse("coverage:board")
NOW = {"on": TODAY, "today": TODAY}


def assert_true_for(user):
    assert told(user, **NOW) == counted_anew(user, **NOW)


def tallies_of(user):
    """{the last part of a duty's key: its `Tally`}, as the board tells them."""
    found = statuses(user, **NOW)
    load_tallies(found)
    return {status.duty.key.partition(".")[2]: status.whole for status in found}


def test_every_duty_has_a_life():
    assert {key.partition(".")[2] for key in Duty.registry} == set(LIVES)


@pytest.mark.parametrize("name", LIVES)
def test_each_step_in_the_life_of_a_gap_is_told_at_once(name, secretary):
    seen = [tallies_of(secretary)[name]]
    for _ in LIVES[name]():
        seen.append(tallies_of(secretary)[name])
        assert_true_for(secretary)

    assert all(before != after for before, after in pairwise(seen))


def test_a_figure_changed_in_the_admin_is_told_at_once(secretary, client):
    make_contact(make_pairing(), happened_on=TODAY - timedelta(days=7))
    before = tallies_of(secretary)["contact"]
    client.force_login(secretary)
    value = {"key": CONTACT_DAYS.key, "value": 1, "from_on": "2026-09-01", "why": "支部会定"}

    client.post(reverse("admin:core_figure_add"), value)

    assert Figure.objects.count() == 1
    cache.clear()
    assert tallies_of(secretary)["contact"] != before
    assert_true_for(secretary)


def test_an_import_and_its_undo_are_told_at_once(secretary, administrator, client):
    before = tallies_of(secretary)
    client.force_login(administrator, "branch.accounts.backends.RoleBackend")

    imported(client, "students", "students.xlsx", pupils_file())
    during = tallies_of(secretary)
    assert_true_for(secretary)
    taken_back(client)

    assert during["whole_roll"].bound > before["whole_roll"].bound
    assert tallies_of(secretary)["whole_roll"] == before["whole_roll"]
    assert_true_for(secretary)


@pytest.mark.parametrize("path", [DESK, BOARD])
def test_a_second_look_counts_no_subject(client, secretary, path):
    make_pairing()
    client.force_login(secretary)
    client.get(path)

    with CaptureQueriesContext(connection) as queries:
        client.get(path)

    counted = [query["sql"] for query in queries if "UNION ALL" in query["sql"]]
    assert [sql for sql in counted if "walkins_pairing" in sql] == []
    assert sum("core_keptanswer" in query["sql"] for query in queries) == 1


def plant():
    """Let every kept answer tell what nobody has counted."""
    row = ["walkins.contact", "open", 2025, 1, None, 77, None, None]
    names = ["duty", "standing", "by_entry_year", "by_class_number", "by_party_group"]
    KeptAnswer.objects.update(columns=[*names, "count", "done", "needed"], rows=[row])


def test_who_sees_less_is_never_told_what_is_kept(secretary, committee, member, head):
    make_contact(make_pairing(member=member))
    tallies_of(secretary)
    plant()
    others = [member.staff.user, head.user]

    found = {user: tallies_of(user) for user in [secretary, committee, *others]}

    # the secretary and the committee see the same, and so share an answer
    assert KeptAnswer.objects.count() == 1
    assert [found[user]["contact"].open for user in (secretary, committee)] == [77, 77]
    assert [found[user]["contact"].open for user in others] == [0, 0]


def test_reading_changes_nothing(client, secretary, member):
    make_contact(make_pairing(member=member))
    told(secretary, **NOW)
    assert KeptAnswer.objects.count() == 2

    for user in (secretary, member.staff.user):
        client.force_login(user)
        for path in (DESK, BOARD, f"{BOARD}?duty=walkins.contact", reverse("walkins:need-list")):
            client.get(path)

    assert not Change.objects.exists()
