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
from branch.walkins.models import ContactNote
from tests.factories import make_contact, make_note, make_pairing
from tests.leaks import holds
from tests.unpacked import text_in
from tests.walkins.pages import filled
from tests.walkins.world import SENTENCE

pytestmark = pytest.mark.django_db
FACT = "一起把错题本从头翻了一遍"


@pytest.fixture
def contact(the_day, term):
    """A contact whose fact is no secret, of the signed-in member."""
    return make_contact(make_pairing(), fact=FACT)


@pytest.fixture
def browser(contact):
    browser = Client(raise_request_exception=False)
    browser.force_login(contact.member.staff.user)
    return browser


def journey(browser, contact):
    """Write a note, send it twice, open it, rewrite it in two windows, send bad input; return the answers."""
    new = reverse("walkins:note-create", args=[contact.pk])
    form = filled(browser, new) | {"text": SENTENCE}
    answers = [browser.post(new, form | {"text": SENTENCE * 200}), browser.post(new, form)]
    answers.append(browser.post(new, form | {"keep_draft": "1"}))
    note = ContactNote.objects.get()
    edit = reverse("walkins:note-update", args=[note.pk])
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


def test_no_table_has_it_after_all_that_is_done_with_a_note(browser, contact):
    answers = journey(browser, contact)

    assert [answer.status_code for answer in answers] == [200, 302, 302, 302, 409, 200]
    texts = tables()
    assert [table for table, text in texts.items() if holds(text, SENTENCE)] == []
    assert [table for table, text in texts.items() if holds(text, FACT)] == ["walkins_contact"]
    assert "enc1.tests." in texts["walkins_contactnote"]


def test_no_log_line_has_it_nor_the_address_of_a_note(browser, contact, caplog):
    caplog.set_level(logging.DEBUG)
    journey(browser, contact)
    ContactNote.objects.update(sealed=make_note().sealed)
    note = ContactNote.objects.get(contact=contact)

    assert browser.get(note.get_absolute_url()).status_code == 500

    formatter = LineFormatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    lines = "\n".join(formatter.format(record) for record in caplog.records)
    assert lines.count("GET /desk/notes/–/ 500") == 1
    assert "AlteredError" in lines
    assert [holds(lines, SENTENCE), str(note.pk) in lines] == [False, False]


def test_no_cookie_carries_it(browser, contact):
    journey(browser, contact)

    assert [name for name, cookie in browser.cookies.items() if holds(cookie.value, SENTENCE)] == []


def test_neither_the_database_s_files_nor_a_backup_have_it(on_disk, contact, tmp_path):
    """On PostgreSQL, whose files are the server's, the test above has read the tables."""
    if connection.vendor != "sqlite":
        return
    make_note(contact, SENTENCE)
    file = backup.write(tmp_path / "backups", at=datetime(2026, 11, 24, tzinfo=UTC), keep=1)
    live = b"".join(path.read_bytes() for path in sorted(tmp_path.glob("school.sqlite3*")))

    for content in (live, file.read_bytes()):
        assert b"enc1.tests." in content
        assert [holds(text_in(content), text) for text in (SENTENCE, FACT)] == [False, True]
