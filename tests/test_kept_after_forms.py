"""After whatever a form or a button does, the board and the desk tell what would be counted anew.

Every address that takes a POST is sent its form as it is shown, with a plain answer where it asks for one.
"""

from http.cookies import SimpleCookie
from itertools import product
from uuid import uuid4

import pytest
from django.core.cache import cache

from branch.core.models import AuditEvent
from tests.callers import address_of
from tests.conftest import TODAY
from tests.coverage.looks import counted_anew, told
from tests.doors import DOORS
from tests.filled_in import PLAIN, TEXT, Forms
from tests.short_transactions import rolled_back

pytestmark = pytest.mark.django_db
# what is published, exported and kept for oneself is no record that a duty reads
LEFT_OUT = ("news", "ledgers", "portal", "login", "logout")
POSTED = sorted(
    name
    for name, door in DOORS.items()
    if door.post and not door.is_public and name.partition(":")[0] not in LEFT_OUT
)
READERS = ("committee", "member", "head", "secretary", "admin")
NOW = {"on": TODAY, "today": TODAY}
# steps that must be among those it takes: they open or close a gap
STEPS = {
    *("pairing.ended", "need.closed", "contact.recorded", "contact.revised"),
    *("contact.withdrawn", "visit.recorded", "visit.revised", "visit.withdrawn"),
    *("familypairing.ended", "familyneed.raised", "familyneed.closed", "classposting.ended"),
    *("class_session.cancelled", "excuse.recorded", "excuse.ended", "student.departed"),
    *("student.moved", "staff.left", "staff.returned", "head.appointed", "import.done"),
    *("member.revised", "office.begun", "office.ended", "term.revised", "school_day.recorded"),
}


def send(client, address):
    """Send the form of an address as it is found; what it refuses is answered plainly, once."""
    cookies = SimpleCookie(client.cookies)
    page = client.get(address, follow=True)
    # read to its end, a file is closed
    content = b"".join(page)
    fields = None
    if page["Content-Type"].startswith("text/html"):
        fields = Forms(content.decode()).sent_to(address)
    fields = fields or {"form_token": uuid4(), "version": 1}
    answer = client.post(address, fields)
    form = (getattr(answer, "context", None) or {}).get("form")
    if form is not None and form.errors:
        asked = {name: plain(form.fields[name]) for name in form.errors if name in form.fields}
        client.post(address, fields | asked)
    client.cookies = cookies


def plain(field):
    """What a person might answer who is asked for this."""
    for value, _ in getattr(field, "choices", ()):
        if value not in ("", None):
            return str(value)
    return PLAIN.get(getattr(field.widget, "input_type", ""), TEXT)


def steps_of(callers, name):
    """The verbs of what the first person does at the first row where something is done; it is rolled back."""
    door, reader = DOORS[name], callers.world.users["secretary"]
    before = AuditEvent.objects.count()
    for whose, who in product(door.cases, READERS):
        if who not in door.may & door.seen_by(whose):
            continue
        with rolled_back():
            send(callers.clients[who], address_of(name, callers.world, whose))
            done = AuditEvent.objects.order_by("-pk")[: AuditEvent.objects.count() - before]
            if verbs := {event.verb for event in done}:
                assert told(reader, **NOW) == counted_anew(reader, **NOW), (name, verbs)
                return verbs
    return set()


def test_whatever_is_sent_is_told_at_once(callers, the_day):
    cache.clear()
    told(callers.world.users["secretary"], **NOW)

    taken = set().union(*(steps_of(callers, name) for name in POSTED))

    assert STEPS - taken == set()
