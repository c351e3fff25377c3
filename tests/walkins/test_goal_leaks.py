"""A goal and a band are read where their pairing is, and nowhere else: no search, ledger, file or admin page."""

import pytest

from branch.walkins.models import Pairing
from branch.walkins.students.models.pairings import PairingQuerySet
from tests.callers import address_of
from tests.door import COMMITTEE, PEOPLE
from tests.leaks import holds
from tests.test_sealed_answers import asked
from tests.walkins.doors import PAIRED
from tests.walkins.world import GOALS, READ_BY, TRENDS

pytestmark = pytest.mark.django_db
PRIVATE = *GOALS, *TRENDS
PAGE = "walkins:pairing-detail"


def readers(callers, world, text, name=PAGE):
    """Those who find the text on one of the two pages with this name."""
    places = [address_of(name, world, whose) for whose in ("own", "other")]
    return {
        who
        for who in PEOPLE
        if any(holds(callers.ask(who, "get", place).text, text) for place in places)
    }


@pytest.mark.parametrize("text", PRIVATE)
def test_exactly_those_read_it_who_may(callers, world, text):
    assert readers(callers, world, text) == READ_BY[text]


@pytest.mark.parametrize("text", PRIVATE)
def test_whoever_opens_every_pairing_finds_it(callers, world, text, monkeypatch):
    monkeypatch.setattr(PairingQuerySet, "visible_to", lambda rows, user, on=None: rows)

    assert readers(callers, world, text) == PAIRED


def test_no_search_ledger_file_or_admin_page_has_it(callers):
    answers = {(who, place): callers.ask(who, "get", place) for who in PEOPLE for place in asked()}

    for text in PRIVATE:
        assert {key for key, answer in answers.items() if holds(answer.text, text)} == set()


def test_after_the_end_the_member_no_longer_reads_it(callers, world):
    ended = {"until_on": "2026-11-23", "end_reason": "other", "outcome": "paused"}
    Pairing.objects.filter(goals__what=GOALS[0]).update(**ended)

    found = readers(callers, world, GOALS[0])

    assert found == COMMITTEE | {"head", "counsellor"}
