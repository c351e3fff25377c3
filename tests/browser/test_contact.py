"""Recording a contact: on a phone, on a computer, without a network, without a script."""

import pytest
from playwright.sync_api import expect

from branch.walkins.models import Contact, Pairing
from tests.browser.checks import wait_until
from tests.browser.steps import COMPUTER, PHONE, Steps
from tests.factories import PASSWORD, make_member, make_need, make_pairing, make_student

on_a_phone = pytest.mark.browser_context_args(**PHONE)
on_a_computer = pytest.mark.browser_context_args(**COMPUTER)
FORM = "/desk/contacts/new/"
DRAFTS = "Object.keys({store}).filter(key => key.startsWith('gq-draft:')).length === {count}"
# the first save may hold the ticks only
DRAFTED = """text => [localStorage, sessionStorage].some(
  store => Object.values(store).some(draft => draft.includes(text))
)"""


@pytest.fixture
def pairing(the_day, term):
    return make_pairing(student=make_need(make_student(name="张晓雨")).student)


@pytest.fixture
def user(pairing, sign_in):
    """The member of the pairing, signed in, with a password to sign in again."""
    user = pairing.member.staff.user
    user.set_password(PASSWORD)
    user.save()
    sign_in(user)
    return user


@pytest.fixture
def at(page, live_server):
    """Open an address of the portal."""
    return lambda address: page.goto(live_server.url + address)


def fact_field(page):
    return page.get_by_label("简要情况").filter(visible=True)


def expect_drafts(page, count, store="localStorage"):
    wait_until(page, DRAFTS.format(store=store, count=count))


def write_a_draft(page):
    page.get_by_role("radio", name="课业辅导").check(force=True)
    fact_field(page).fill("一起整理数学错题")
    expect(page.locator("[data-draft-saved]")).to_contain_text("已存在")
    wait_until(page, DRAFTED, arg="一起整理数学错题")


def set_offline(page, is_offline):
    """Take the network away or give it back, and wait until the page knows."""
    page.context.set_offline(is_offline)
    wait_until(page, "isOffline => navigator.onLine !== isOffline", arg=is_offline)


def save_and_lose_the_answer(page):
    """Store what is typed by a request of its own, so that the browser stays on the page."""

    def lose_the_answer(route):
        route.fetch(max_redirects=0)
        route.fulfill(status=204)

    page.route("**" + FORM, lose_the_answer, times=1)
    with page.expect_response("**" + FORM):
        page.get_by_role("button", name="保存记录").click(no_wait_after=True)


def expect_saved(page, times=1):
    expect(page.get_by_role("status").first).to_contain_text(f"本月已联系 {times} 次")


@on_a_phone
def test_a_contact_takes_two_taps_and_a_save_on_a_phone(page, at, user):
    at("/desk/pairings/")
    steps = Steps(page)

    steps.tap("记一次帮扶", "link")
    steps.tap("心灵关怀", "radio")
    steps.tap("保存记录")

    expect_saved(page)
    assert steps.count == 3
    assert Contact.objects.get().get_kind_display() == "心灵关怀"


@on_a_phone
def test_the_form_asks_at_most_five_things(page, at, user):
    at(FORM)

    asked = page.locator(".gq-form .gq-field").filter(visible=True)

    expect(asked).to_have_count(5)


@on_a_computer
def test_a_contact_takes_three_steps_beside_the_timeline_on_a_computer(page, at, user, pairing):
    at(pairing.get_absolute_url())
    steps = Steps(page)

    steps.tap("课业辅导", "radio")
    steps.fill("简要情况", "一起整理数学错题")
    steps.tap("保存记录")

    expect_saved(page)
    expect(page.get_by_role("list").filter(has_text="一起整理数学错题")).to_be_visible()
    assert steps.count == 3
    expect_drafts(page, 0, "sessionStorage")


@on_a_phone
def test_the_message_links_to_another_new_contact(page, at, user):
    at(FORM)
    page.get_by_role("radio", name="帮困助学").check(force=True)
    page.get_by_role("button", name="保存记录").click()

    page.get_by_role("link", name="再记一条").click()

    expect(page.get_by_role("heading", name="记一次帮扶")).to_be_visible()
    expect(page.locator("[data-draft-offer]")).to_have_count(0)


@on_a_phone
def test_a_draft_whose_answer_was_lost_is_not_offered_once_it_is_saved(page, at, user):
    """The portal has stored the record, but the phone never got the response."""
    at(FORM)
    write_a_draft(page)
    save_and_lose_the_answer(page)

    at(FORM)

    expect_drafts(page, 0)
    expect(page.locator("[data-draft-offer]")).to_have_count(0)
    assert Contact.objects.get().fact == "一起整理数学错题"


@on_a_phone
def test_changed_text_on_a_page_already_saved_can_be_saved_as_well(page, at, user):
    at(FORM)
    write_a_draft(page)
    save_and_lose_the_answer(page)
    set_offline(page, True)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    set_offline(page, False)

    fact_field(page).fill("又谈了考试")
    page.get_by_role("button", name="保存记录").click()
    expect(page.get_by_role("alert")).to_contain_text("这一页已经保存过一次，请重新打开再记。")
    page.get_by_role("button", name="保存记录").click()

    expect_saved(page, times=2)
    assert {contact.fact for contact in Contact.objects.all()} == {"一起整理数学错题", "又谈了考试"}


@on_a_phone
def test_a_sign_in_of_another_user_deletes_every_draft(page, at, sign_in, user):
    at(FORM)
    write_a_draft(page)

    sign_in(make_member().staff.user)
    at("/desk/pairings/")

    expect_drafts(page, 0)


@pytest.mark.browser_context_args(**PHONE, java_script_enabled=False)
def test_a_contact_is_recorded_without_a_script(page, at, user):
    at(FORM)
    page.get_by_role("button", name="保存记录").click()
    expect(page.get_by_role("alert")).to_contain_text("请选择帮扶类型。")

    page.get_by_role("radio", name="心灵关怀").check(force=True)
    page.get_by_role("button", name="保存记录").click()

    expect_saved(page)


@on_a_computer
def test_the_committee_enters_a_pairing_agreed_to_in_one_form(
    page, at, sign_in, committee, term, the_day
):
    student = make_need(make_student(name="李明")).student
    member = make_member()
    sign_in(committee)
    at(f"/desk/pairings/new/?student={student.pk}")
    steps = Steps(page)

    steps.fill("结对党员", f"{member}（现结对 0 名）")
    steps.fill("监护人知情日期", "2026-11-23")
    steps.tap("电话", "radio")
    steps.fill("学生同意日期", "2026-11-23")
    steps.tap("登记结对")

    expect(page.get_by_role("heading", name="结对帮扶：李明")).to_be_visible()
    assert steps.count == 5
    assert Pairing.objects.get().student == student
