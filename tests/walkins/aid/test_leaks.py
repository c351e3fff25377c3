"""A student whom aid reached is looked for in every answer for every person, in exports, logs and records.

The table of addresses (`tests/test_doors.py`) looks for `AID` of `tests/walkins/world.py` in the same way.
"""

import logging

import pytest
from django.test import Client
from django.urls import reverse

from branch.accounts.models import Role
from branch.core.models import AuditEvent, FormToken
from branch.coverage.models import Notice
from branch.operations.logs import LineFormatter
from tests.door import COMMITTEE, PEOPLE
from tests.doors import DOORS
from tests.factories import make_grant
from tests.leaks import holds
from tests.ledgers.files import words_of
from tests.walkins.pages import filled
from tests.walkins.world import AID
from tests.world import make_world

pytestmark = pytest.mark.django_db
FORMS = ("detail", "print", "xlsx", "docx")
ALL_DAYS = "?start=2000-01-01&end=2100-12-31"
OWN, OTHER = AID


@pytest.fixture
def world(db):
    return make_world()


def client_of(world, person):
    client = Client()
    if person != "anonymous":
        client.force_login(world.users[person])
    return client


def exports(world, person):
    """The words of the ledger of aid in every form, as the person is answered."""
    client = client_of(world, person)
    pages = [reverse(f"ledgers:ledger-{form}", args=["aid"]) + ALL_DAYS for form in FORMS]
    return "".join(words_of(client.get(page)) for page in pages)


def everything(world, person):
    """The text of every page of the track of students and families, and of their own pages."""
    client = client_of(world, person)
    names = [
        name
        for name, door in DOORS.items()
        if name.startswith(("walkins:", "school:")) and door.get
    ]
    answers = [
        client.get(reverse(name, kwargs=world.kwargs(DOORS[name].row, whose)))
        for name in names
        for whose in DOORS[name].cases
    ]
    return "".join(answer.getvalue().decode(errors="replace") for answer in answers)


def test_no_export_has_it_but_for_those_who_keep_the_books(world):
    found = {person for person in PEOPLE if holds(exports(world, person), OWN)}

    assert found == COMMITTEE


def test_nobody_finds_another_s_aid_until_the_door_is_opened_on_purpose(world):
    assert not holds(everything(world, "teacher"), OWN)
    assert not holds(everything(world, "teacher"), OTHER)

    make_grant(world.users["teacher"], Role.COMMITTEE)

    text = everything(world, "teacher") + exports(world, "teacher")
    assert (holds(text, OWN), holds(text, OTHER)) == (True, True)


def test_no_record_notice_or_log_line_says_what_was_given(world, caplog):
    caplog.set_level(logging.DEBUG)
    client = client_of(world, "secretary")
    address = reverse("walkins:drive-detail", kwargs=world.kwargs("drive", "own"))
    form = filled(client, address)
    child = world.pupils[0]
    line = {"kind": "goods", "goods": OWN, "amount": "500", "source": "union"}
    client.post(address, form | line | {"students": [child.pk]})
    client.get(reverse("portal:desk"))

    kept = [list(model.objects.values()) for model in (AuditEvent, FormToken, Notice)]
    lines = "\n".join(LineFormatter("%(name)s %(message)s").format(row) for row in caplog.records)
    assert all(kept)
    assert f"POST {address} 302" in lines
    assert [holds(text, OWN) for text in (str(kept), lines)] == [False, False]
    assert [child.name in text for text in (str(kept), lines)] == [False, False]
