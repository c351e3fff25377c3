"""A sealed sentence is in no answer of an address with a query, nor of the admin site; the same search finds it where a door is open.

`test_doors.py` looks for it at every address for every user.
"""

import pytest
from django.apps import apps
from django.urls import reverse

from branch.core.admin import site
from branch.core.models import sealed_models
from branch.walkins.models import ContactNote
from branch.walkins.notes import NoteQuerySet
from tests.callers import address_of
from tests.door import PEOPLE
from tests.leaks import holds
from tests.short_transactions import rolled_back
from tests.walkins.world import SENTENCE

pytestmark = pytest.mark.django_db
PERIOD = "?start=2026-09-01&end=2026-12-31"
LEDGER = ("ledger-detail", "ledger-print", "ledger-xlsx", "ledger-docx")


def asked():
    """Addresses with a query that may bring a text to light, and all lists of the admin site."""
    # shorter than what is looked for, since a page repeats what was asked
    words = SENTENCE[-5:]
    contacts = [reverse(f"ledgers:{name}", args=["contacts"]) + PERIOD for name in LEDGER]
    searches = [
        f"{reverse(name)}?q={words}"
        for name in ("portal:search", "portal:people", "walkins:pairing-list", "school:staff-list")
    ]
    options = f"{reverse('portal:people-options')}?kind=member&scope=pairing&q={words}"
    lists = [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in apps.get_models()
        if site.is_registered(model)
    ]
    return [*contacts, *searches, options, reverse("admin:index"), *lists]


def found(callers, addresses, people=PEOPLE):
    """{(person, address)} whose answer has a part of the sentence."""
    answers = {
        (who, place): callers.ask(who, "get", place) for who in people for place in addresses
    }
    return {key for key, answer in answers.items() if holds(answer.text, SENTENCE)}


def test_no_search_ledger_or_admin_page_has_it(callers):
    assert found(callers, asked()) == set()


def test_the_search_finds_it_in_pages_and_files_where_it_is_a_name(callers, world):
    """Planted as the name of the member, it is in lists, searches, on paper, in xlsx and in docx."""
    with rolled_back():
        staff = world.users["member"].staff
        type(staff).objects.filter(pk=staff.pk).update(name=SENTENCE)
        places = {place for _, place in found(callers, asked(), ["committee"])}

    assert {reverse(f"ledgers:{name}", args=["contacts"]) + PERIOD for name in LEDGER} < places
    assert any(place.startswith(reverse("portal:people")) for place in places)


def test_the_search_finds_it_where_every_note_is_open_to_everybody(callers, world, monkeypatch):
    place = address_of("walkins:note-detail", world, "other")
    assert found(callers, [place]) == {("counsellor", place)}

    monkeypatch.setattr(NoteQuerySet, "readable_by", lambda notes, user, on: notes.all())

    readers = {who for who, _ in found(callers, [place])}
    assert readers == {"member", "head", "committee", "secretary", "counsellor"}


def test_no_model_of_sealed_text_is_in_the_admin_site():
    assert ContactNote in sealed_models()
    assert [model for model in sealed_models() if site.is_registered(model)] == []


def test_a_user_s_own_pages_tell_nobody_who_has_opened_a_note(callers, world):
    """Its author is not told, so that a counsellor may read it without explaining why."""
    note = address_of("walkins:note-detail", world, "own")
    with rolled_back():
        callers.clients["counsellor"].get(note)
        places = [note, reverse("portal:desk"), reverse("accounts:account")]
        told = [callers.ask("member", "get", place).text for place in places]

    name = str(world.users["counsellor"])
    assert [name in text for text in told] == [True, False, False]
