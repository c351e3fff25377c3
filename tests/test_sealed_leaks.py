"""A sealed sentence is in no table, file, log line or cookie after all that is done with it; what is no secret is found."""

import logging
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from branch.operations import backup
from branch.operations.logs import LineFormatter
from branch.walkins.models import ContactNote, VisitNote
from tests.factories import make_contact, make_note, make_pairing, make_visit, make_visit_note
from tests.leaks import holds
from tests.unpacked import text_in
from tests.walkins.pages import filled
from tests.walkins.world import SENTENCE

pytestmark = pytest.mark.django_db
FACT = "一起把错题本从头翻了一遍"


# the record that a note is about → the names of its addresses, the note's model, its table and the record's
KINDS = {
    "contact": ("walkins:note", ContactNote, "walkins_contactnote", "walkins_contact"),
    "visit": ("walkins:visitnote", VisitNote, "walkins_visitnote", "walkins_homevisit"),
}


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def about(the_day, term, kind):
    """A contact or a visit whose fact is no secret, of the signed-in member."""
    contact = make_contact(make_pairing(), fact=FACT if kind == "contact" else "")
    if kind == "contact":
        return contact
    return make_visit(contact.pairings.get().student, visitor=contact.member.staff, fact=FACT)


@pytest.fixture
def browser(about):
    browser = Client(raise_request_exception=False)
    browser.force_login(about.member.staff.user if hasattr(about, "member") else about.visitor.user)
    return browser


def noted(about):
    """Store the note of the record."""
    is_visit = hasattr(about, "visitor")
    return make_visit_note(about, SENTENCE) if is_visit else make_note(about, SENTENCE)


def journey(browser, about, kind):
    """Write a note, send it twice, open it, rewrite it in two windows, send bad input; return the answers."""
    urls, model, *_ = KINDS[kind]
    new = reverse(f"{urls}-create", args=[about.pk])
    form = filled(browser, new) | {"text": SENTENCE}
    answers = [browser.post(new, form | {"text": SENTENCE * 200}), browser.post(new, form)]
    answers.append(browser.post(new, form | {"keep_draft": "1"}))
    note = model.objects.get()
    edit = reverse(f"{urls}-update", args=[note.pk])
    one, other = filled(browser, edit), filled(browser, edit)
    answers += [browser.post(edit, form) for form in (one, other)]
    return [*answers, browser.get(note.get_absolute_url())]


def tables():
    """{table: all its values as one text}."""
    return {
        model._meta.db_table: str(list(model.objects.values_list()))
        for model in apps.get_models()
        if model._meta.managed
    }


def test_no_table_has_it_after_all_that_is_done_with_a_note(browser, about, kind):
    answers = journey(browser, about, kind)

    assert [answer.status_code for answer in answers] == [200, 302, 302, 302, 409, 200]
    texts = tables()
    assert [table for table, text in texts.items() if holds(text, SENTENCE)] == []
    *_, notes, records = KINDS[kind]
    assert [table for table, text in texts.items() if holds(text, FACT)] == [records]
    assert "enc1.tests." in texts[notes]


def test_no_log_line_has_it_nor_the_address_of_a_note(browser, about, kind, caplog):
    caplog.set_level(logging.DEBUG)
    journey(browser, about, kind)
    note = KINDS[kind][1].objects.get()
    type(note).objects.update(sealed=make_note().sealed)
    address = "visit-notes" if kind == "visit" else "notes"

    assert browser.get(note.get_absolute_url()).status_code == 500

    formatter = LineFormatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    lines = "\n".join(formatter.format(record) for record in caplog.records)
    assert lines.count(f"GET /desk/{address}/–/ 500") == 1
    assert "AlteredError" in lines
    assert [holds(lines, SENTENCE), str(note.pk) in lines] == [False, False]


def test_no_cookie_carries_it(browser, about, kind):
    journey(browser, about, kind)

    assert [name for name, cookie in browser.cookies.items() if holds(cookie.value, SENTENCE)] == []


def test_neither_the_database_s_files_nor_a_backup_have_it(on_disk, about, tmp_path):
    """On PostgreSQL, whose files are the server's, the test above has read the tables."""
    if connection.vendor != "sqlite":
        return
    noted(about)
    file = backup.write(tmp_path / "backups", at=datetime(2026, 11, 24, tzinfo=UTC), keep=1)
    live = b"".join(path.read_bytes() for path in sorted(tmp_path.glob("school.sqlite3*")))

    for content in (live, file.read_bytes()):
        assert b"enc1.tests." in content
        assert [holds(text_in(content), text) for text in (SENTENCE, FACT)] == [False, True]
