from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.factories import make_pairing


@pytest.fixture
def the_day(monkeypatch, today):
    """The clock stands at ten in the morning of today."""
    morning = datetime(today.year, today.month, today.day, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr("django.utils.timezone.now", lambda: morning)
    return today


@pytest.fixture
def pairing():
    return make_pairing()


@pytest.fixture
def pair(client, pairing):
    """The member of the pairing, signed in."""
    client.force_login(pairing.member.staff.user)
    return pairing.member.staff.user


@pytest.fixture
def as_committee(client, committee):
    client.force_login(committee)
    return committee
