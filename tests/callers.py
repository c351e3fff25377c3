"""Fixtures that ask addresses as each user: the rows, the signed-in clients, what an answer named and recorded."""

import logging
from dataclasses import dataclass
from http.cookies import SimpleCookie

import pytest
from django.test import Client
from django.urls import reverse

from branch.core.models import AccessRecord
from tests.door import PEOPLE
from tests.doors import DOORS
from tests.short_transactions import rolled_back
from tests.unpacked import text_in
from tests.world import make_world


@dataclass(frozen=True)
class Answer:
    """The response to one request, with the pupils it named and those it recorded as read."""

    status: int
    headers: object
    text: str
    named: frozenset
    recorded: frozenset


@dataclass
class Callers:
    """A client for each user, signed in once; each request is rolled back."""

    world: object
    clients: dict

    def ask(self, person, verb, address):
        client = self.clients[person]
        cookies = SimpleCookie(client.cookies)
        with rolled_back():
            answer = getattr(client, verb)(address)
            # reading a file to its end closes it; closing the response would close the connection too
            text = text_in(b"".join(answer))
            named = frozenset(pupil.pk for pupil in self.world.pupils if pupil.name in text)
            recorded = self._recorded_for(person) if named else frozenset()
        client.cookies = cookies
        return Answer(answer.status_code, answer.headers, text, named, recorded)

    def _recorded_for(self, person):
        records = AccessRecord.objects.filter(reader=self.world.users.get(person))
        return frozenset(pk for row in records for pk in row.subjects.get("student", []))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The rows of the table, created once and rolled back at the end."""
    with django_db_blocker.unblock(), rolled_back():
        yield make_world()


@pytest.fixture(scope="module")
def callers(world):
    clients = {person: Client() for person in PEOPLE}
    for person, user in world.users.items():
        clients[person].force_login(user, "branch.accounts.backends.RoleBackend")
        # extends the session, which each request that is rolled back would do again
        clients[person].get(reverse("accounts:account"))
    # an earlier record would hide a page that records nothing
    assert not AccessRecord.objects.exists()
    logging.disable(logging.INFO)
    yield Callers(world, clients)
    logging.disable(logging.NOTSET)


def address_of(name, world, whose):
    return reverse(name, kwargs=world.kwargs(DOORS[name].row, whose))
