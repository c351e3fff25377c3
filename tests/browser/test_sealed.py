"""A sealed note in the browser: written in three steps, nowhere kept, gone when one goes back."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.walkins.models import ContactNote
from tests.browser.checks import barriers, overflow
from tests.browser.steps import COMPUTER, PHONE, Steps
from tests.factories import make_contact, make_need, make_note, make_pairing, make_student

TEXT = "他说夜里听见雨声就睡不着"
STORED = """() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie])"""


@pytest.fixture(params=[PHONE, COMPUTER], ids=["phone", "computer"])
def browser_context_args(browser_context_args, request):
    return browser_context_args | request.param


@pytest.fixture
def contact(the_day):
    return make_contact(make_pairing(student=make_need(make_student(name="张晓雨")).student))


@pytest.fixture
def writer(page, contact, sign_in, live_server):
    """The page of the pairing, open to its member."""
    sign_in(contact.member.staff.user)
    page.goto(live_server.url + contact.get_absolute_url())
    return page


def box(page):
    return page.get_by_role("textbox", name="记录")


def test_a_note_takes_three_steps_from_the_timeline_and_leaves_nothing_in_the_browser(writer):
    steps = Steps(writer)
    steps.tap("写保密记录", role="link")
    steps.fill("记录", TEXT)
    expect(box(writer)).to_have_value(TEXT)
    stored = [writer.evaluate(STORED)]
    steps.tap("保存保密记录")
    expect(writer.get_by_text("您写了一段保密记录")).to_be_visible()
    writer.get_by_role("link", name="打开").click()
    expect(writer.get_by_text(TEXT)).to_be_visible()
    stored.append(writer.evaluate(STORED))

    assert steps.count == 3
    assert [TEXT in one for one in stored] == [False, False]
    assert ContactNote.objects.get().open() == TEXT


def test_leaving_with_unsaved_text_warns(writer):
    asked = []
    writer.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    writer.get_by_role("link", name="写保密记录").click()
    box(writer).fill(TEXT)

    writer.get_by_role("link", name="不写了").click()

    expect(writer.get_by_role("link", name="写保密记录")).to_be_visible()
    assert asked == ["beforeunload"]
    assert not ContactNote.objects.exists()


def test_going_back_finds_an_empty_form_and_after_a_sign_out_no_text(writer, context, contact):
    writer.get_by_role("link", name="写保密记录").click()
    box(writer).fill(TEXT)
    writer.get_by_role("button", name="保存保密记录").click()
    expect(writer.get_by_text("您写了一段保密记录")).to_be_visible()

    writer.go_back()
    # the form of a contact that has a note leads to the note; a form kept by the browser would be shown
    expect(box(writer)).to_have_count(0)
    expect(writer.get_by_text(TEXT)).to_be_visible()

    writer.get_by_role("link", name="返回张晓雨").click()
    context.clear_cookies()
    writer.go_back()
    expect(writer.get_by_label("密码", exact=True)).to_be_visible()
    expect(writer.get_by_text(TEXT)).to_have_count(0)


def test_without_a_network_nothing_is_sent_and_the_text_stays(writer, context):
    writer.get_by_role("link", name="写保密记录").click()
    box(writer).fill(TEXT)
    context.set_offline(True)

    writer.get_by_role("button", name="保存保密记录").click()

    expect(writer.get_by_text("没有网络，没有发出去。")).to_be_visible()
    expect(box(writer)).to_have_value(TEXT)
    context.set_offline(False)
    writer.get_by_role("button", name="保存保密记录").click()
    expect(writer.get_by_text("保密记录已保存。")).to_be_visible()


def test_its_pages_fit_and_have_no_barriers(writer, contact, live_server):
    new = reverse("walkins:note-create", args=[contact.pk])
    writer.goto(live_server.url + new)
    found = [(overflow(writer), barriers(writer))]
    note = make_note(contact, TEXT)
    for name in ("note-detail", "note-update"):
        writer.goto(live_server.url + reverse(f"walkins:{name}", args=[note.pk]))
        found.append((overflow(writer), barriers(writer)))

    assert found == [(0, [])] * 3


def test_on_paper_there_is_no_text(writer, contact, live_server):
    note = make_note(contact, TEXT)
    writer.goto(live_server.url + note.get_absolute_url())
    expect(writer.get_by_text(TEXT)).to_be_visible()

    writer.emulate_media(media="print")

    expect(writer.get_by_text(TEXT)).to_be_hidden()
