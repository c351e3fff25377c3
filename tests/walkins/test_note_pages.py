"""The pages of sealed notes: from recording a contact to the text, and what everybody else sees of it."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from branch.accounts.models import Role
from branch.core.forms import SealedForm
from branch.core.models import AccessRecord, Draft, FormToken
from branch.walkins.models import ContactNote
from tests.factories import (
    make_class,
    make_contact,
    make_head,
    make_member,
    make_need,
    make_note,
    make_pairing,
    make_student,
)
from tests.walkins.pages import filled, shown_students

pytestmark = pytest.mark.django_db
TEXT = "他说夜里听见雨声就睡不着"
AGAIN = "睡得好些了，还是怕打雷"


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


@pytest.fixture
def pairing():
    pupil = make_student(make_class(), name="张晓雨")
    return make_pairing(student=make_need(pupil).student)


@pytest.fixture
def contact(pairing):
    return make_contact(pairing)


@pytest.fixture
def note(contact):
    return make_note(contact, TEXT)


@pytest.fixture
def new(contact):
    return reverse("walkins:note-create", args=[contact.pk])


def edit(note):
    return reverse("walkins:note-update", args=[note.pk])


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_timeline_offers_a_note_and_leads_back_once_it_is_written(client, pair, pairing, new):
    assert f'href="{new}"' in client.get(pairing.get_absolute_url()).text

    answer = client.post(new, filled(client, new) | {"text": TEXT})

    note = ContactNote.objects.get()
    assert (answer.url, said(answer)) == (pairing.get_absolute_url(), ["保密记录已保存。"])
    assert note.open() == TEXT
    page = client.get(answer.url).text
    assert "您写了一段保密记录" in page
    assert f'href="{note.get_absolute_url()}"' in page
    assert (TEXT in page, new in page) == (False, False)


def test_opening_it_shows_the_text_its_readers_and_leaves_a_record_of_the_opening(
    client, pair, pairing, note, counsellor
):
    page = client.get(note.get_absolute_url())

    assert TEXT in page.text
    assert page.context["audience"] == "只有您和心理教师看得到。班主任、支委和管理员都打不开。"
    assert list(page.context["counsellors"]) == [counsellor]
    record = AccessRecord.objects.get()
    assert (record.reader, record.action, record.subjects) == (
        pair,
        "open",
        {"student": [pairing.student_id]},
    )
    assert record.address == note.get_absolute_url()


def test_the_counsellor_learns_of_it_on_the_student_s_page_and_in_the_timeline(
    as_counsellor, pairing, note
):
    student = as_counsellor.get(pairing.student.get_absolute_url()).text
    timeline = as_counsellor.get(pairing.get_absolute_url()).text
    opened = as_counsellor.get(note.get_absolute_url())

    assert "11月8日 周日 有一段保密记录" in student
    assert "有一段保密记录" in timeline
    assert f'href="{note.get_absolute_url()}"' in student
    assert f'href="{note.get_absolute_url()}"' in timeline
    assert TEXT in opened.text
    assert opened.context["audience"] == "只有您和写的人看得到。班主任、支委和管理员都打不开。"
    assert edit(note) not in opened.text


def test_the_counsellor_opens_it_after_the_need_is_met_and_the_pairing_over(
    as_counsellor, pairing, note
):
    pairing.student.needs.update(until_on=date(2026, 11, 20), close_reason="met")
    type(pairing).objects.update(until_on=date(2026, 11, 20), end_reason="goal_met", outcome="done")

    assert as_counsellor.get(pairing.get_absolute_url()).status_code == 404
    page = as_counsellor.get(note.get_absolute_url())
    assert TEXT in page.text
    assert page.context["back"] == pairing.student.get_absolute_url()


@pytest.mark.parametrize("role", ["支委", "班主任"])
def test_nobody_else_reads_on_any_page_that_there_is_one(client, pairing, note, role):
    school_class = pairing.student.enrolments.get().school_class
    user = (
        make_member(Role.COMMITTEE).staff.user if role == "支委" else make_head(school_class).user
    )
    client.force_login(user)

    pages = [
        client.get(address).text
        for address in (pairing.get_absolute_url(), pairing.student.get_absolute_url())
    ]

    assert ["张晓雨" in page for page in pages] == [True, True]
    assert ["保密记录" in page for page in pages] == [False, False]
    assert client.get(note.get_absolute_url()).status_code in (403, 404)


def test_a_contact_with_two_students_is_offered_no_note(client, pair, pairing):
    both = make_contact(pairing, make_pairing(member=pairing.member))

    page = client.get(pairing.get_absolute_url()).text

    assert reverse("walkins:note-create", args=[both.pk]) not in page


def test_rewriting_shows_the_text_records_the_opening_and_replaces_it(client, pair, note):
    page = client.get(edit(note))

    assert TEXT in page.text
    assert AccessRecord.objects.get().action == "open"
    answer = client.post(edit(note), filled(client, edit(note)) | {"text": AGAIN})
    assert said(answer) == ["保密记录已改写。"]
    assert ContactNote.objects.get().open() == AGAIN
    assert "改写过 1 次，11月24日 周二 10:00" in client.get(note.get_absolute_url()).text


def test_two_windows_the_second_is_told_who_saved_when_and_sees_no_other_text(client, pair, note):
    first, second = filled(client, edit(note)), filled(client, edit(note))
    client.post(edit(note), first | {"text": AGAIN})

    page = client.post(edit(note), second | {"text": "另一个窗口里写的"})

    assert page.status_code == 409
    assert f"{note.author}在11月24日 周二 10:00 保存过" in page.text
    assert [text in page.text for text in (TEXT, AGAIN, "另一个窗口里写的")] == [False, False, True]
    assert AccessRecord.objects.first().action == "view"
    again = filled_from(page)
    assert client.post(edit(note), again).status_code == 302
    assert ContactNote.objects.get().open() == "另一个窗口里写的"


def filled_from(page):
    form = page.context["form"]
    return {field.html_name: field.value() for field in form}


def test_a_form_sent_twice_is_one_note_and_says_that_the_second_was_not_saved(client, pair, new):
    form = filled(client, new) | {"text": TEXT}
    client.post(new, form)

    answer = client.post(new, form | {"text": AGAIN})

    assert said(answer)[-1].startswith("这一页已经保存过一次，这次没有再存。")
    assert [note.open() for note in ContactNote.objects.all()] == [TEXT]


def test_a_second_window_keeps_its_text_when_a_note_exists_already(client, pair, new):
    first, second = filled(client, new), filled(client, new)
    client.post(new, first | {"text": TEXT})

    page = client.post(new, second | {"text": AGAIN})

    assert page.context["form"].non_field_errors() == [
        "这条帮扶记录已经有一段保密记录，请打开改写。"
    ]
    assert AGAIN in page.text


def test_the_form_of_a_contact_that_has_a_note_leads_to_the_note(client, pair, new, note):
    assert client.get(new).url == note.get_absolute_url()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "请填写记录。"),
        ("　 \n", "请填写记录。"),
        ("字" * 2003, "最多 2000 字，请删去 3 字。"),
    ],
)
def test_what_cannot_be_saved_is_said_at_the_field_and_kept(client, pair, new, text, error):
    page = client.post(new, filled(client, new) | {"text": text})

    assert page.context["form"].errors == {"text": [error]}
    assert page.context["form"]["text"].value() == text
    assert not ContactNote.objects.exists()


def test_the_form_keeps_no_draft_and_no_trace_of_the_words(client, pair, new):
    sent = filled(client, new) | {"text": TEXT, "keep_draft": "1"}

    answer = client.post(new, sent)

    assert not Draft.objects.exists()
    digests = {FormToken(token=sent["form_token"]).is_of(text) for text in (TEXT, sent["text"])}
    assert digests == {False}
    assert SealedForm.words_in(answer.wsgi_request.POST, answer.wsgi_request.FILES) == "[]"
    assert SealedForm.texts_in(answer.wsgi_request.POST) == []


def test_a_page_with_a_note_or_its_form_is_kept_by_nobody(client, pair, note, new):
    for address in (note.get_absolute_url(), edit(note)):
        page = client.get(address)
        assert "no-store" in page.headers["Cache-Control"]
        assert "data-draft=" not in page.text
    assert 'autocomplete="off"' in page.text


def test_deleting_asks_first_is_final_and_says_so(client, pair, pairing, note):
    page = client.get(note.get_absolute_url()).text
    assert "删除后找不回来，也不能撤销" in page

    answer = client.post(reverse("walkins:note-delete", args=[note.pk]))

    assert (answer.url, said(answer)) == (pairing.get_absolute_url(), ["保密记录已删除。"])
    assert not ContactNote.objects.exists()
    assert client.get(note.get_absolute_url()).status_code == 404


def test_withdrawing_a_contact_warns_everybody_alike(as_committee, contact, note):
    bare = make_contact(note.contact.pairings.get(), kind="aid")

    pages = [
        as_committee.get(reverse("walkins:contact-withdraw", args=[row.pk])).text
        for row in (contact, bare)
    ]

    assert ["写过保密记录的，保密记录一起删除" in page for page in pages] == [True, True]


def test_without_the_record_of_the_reading_nothing_is_shown(client, pair, note):
    assert TEXT in client.get(note.get_absolute_url()).text
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_accessrecord RENAME TO elsewhere")

    answer = client.get(note.get_absolute_url())

    assert (answer.status_code, TEXT in answer.text) == (503, False)


def test_what_cannot_be_opened_is_an_error_that_names_whom_to_ask(client, pair, note, caplog):
    ContactNote.objects.update(sealed=make_note().sealed)

    answer = client.get(note.get_absolute_url())

    assert answer.status_code == 500
    assert "请告诉保管钥匙的人" in answer.text
    assert "enc1." not in answer.text
    assert "密文被改动过，或者不是这一条的" in caplog.text


@pytest.fixture
def failing(client, pair, settings):
    """A browser in dev mode, of whose actions none can leave its trace."""
    settings.DEBUG = True
    browser = Client(raise_request_exception=False)
    browser.force_login(pair)
    return browser


def without_audit_events():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditevent RENAME TO elsewhere")


def test_a_report_of_a_failure_shows_no_sealed_text_even_in_dev_mode(failing, new):
    form = filled(failing, new) | {"text": TEXT}
    without_audit_events()

    report = failing.post(new, form)

    assert report.status_code == 500
    assert "Traceback" in report.text
    assert TEXT not in report.text


def test_a_report_of_another_failure_shows_what_was_typed(failing, contact):
    """Otherwise the test above would prove nothing."""
    address = reverse("walkins:contact-update", args=[contact.pk])
    form = filled(failing, address) | {"fact": TEXT}
    without_audit_events()

    assert TEXT in failing.post(address, form).text


@pytest.mark.parametrize("count", [1, 3])
def test_pages_that_name_notes_cost_the_same_however_many(
    client, pair, pairing, counsellor, count, django_assert_num_queries
):
    for _ in range(count):
        make_note(make_contact(pairing))
    client.get(pairing.get_absolute_url())
    with django_assert_num_queries(19):
        client.get(pairing.get_absolute_url())
    client.force_login(counsellor)
    client.get(pairing.student.get_absolute_url())
    with django_assert_num_queries(13):
        page = client.get(pairing.student.get_absolute_url())

    assert page.text.count("有一段保密记录") == count
    assert shown_students() == [pairing.student_id]


def test_a_note_costs_few_queries(client, pair, note, django_assert_num_queries):
    client.get(note.get_absolute_url())

    with django_assert_num_queries(12):
        client.get(note.get_absolute_url())


def test_a_text_sent_after_the_pairing_ended_is_given_back_to_its_writer(client, pairing, note):
    client.force_login(note.author)
    address = edit(note)
    form = filled(client, address) | {"text": AGAIN}
    type(pairing).objects.update(
        until_on=date(2026, 11, 23), end_reason="other", outcome="handed_over"
    )

    page = client.post(address, form)

    assert (page.status_code, AGAIN in page.text, TEXT in page.text) == (404, True, False)
    assert ContactNote.objects.get().open() == TEXT
