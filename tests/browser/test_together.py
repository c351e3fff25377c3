"""Contacts of several people: with a companion, for a colleague who confirms, and a try that reached nobody."""

import pytest
from playwright.sync_api import expect

from branch.walkins.models import Contact, ContactClaim, ContactTry
from tests.browser.checks import barriers, overflow
from tests.browser.steps import COMPUTER, PHONE, Steps
from tests.factories import make_class, make_head, make_need, make_pairing, make_student
from tests.walkins.claims import make_claim

pytestmark = pytest.mark.parametrize(
    "_device", [PHONE, COMPUTER], ids=["phone", "computer"], indirect=True
)
FORM = "/desk/contacts/new/"
NEEDED = "课业辅导在校内、课后进行，不收费。"


@pytest.fixture
def _device(request):
    """The device of the test."""
    return request.param


@pytest.fixture
def browser_context_args(browser_context_args, _device):
    return {**browser_context_args, **_device}


@pytest.fixture
def pairing(the_day, term):
    return make_pairing(student=make_need(make_student(make_class(), name="张晓雨")).student)


@pytest.fixture
def head(pairing):
    head = make_head(pairing.student.enrolments.get().school_class)
    head.name = head.user.name = "沈秋荷"
    head.save()
    head.user.save()
    return head


@pytest.fixture
def at(page, live_server):
    """Open an address of the portal."""
    return lambda address: page.goto(live_server.url + address)


def test_a_companion_takes_three_more_taps(page, at, sign_in, pairing, head):
    sign_in(pairing.member.staff.user)
    at(FORM)
    expect(page.get_by_text(NEEDED)).to_be_visible()
    steps = Steps(page)

    steps.tap("课业辅导", "radio")
    steps.unfold("补充")
    steps.tap("协同人员", "combobox")
    steps.tap("沈秋荷（班主任）", "option")
    steps.tap("保存记录")

    expect(page.get_by_text("协同人员：沈秋荷")).to_be_visible()
    assert steps.count == 5
    assert list(Contact.objects.get().companions.all()) == [head]


def test_a_colleague_records_in_three_steps_and_the_member_confirms_in_one(
    page, at, sign_in, pairing, head
):
    sign_in(head.user)
    at(f"{FORM}?pairing={pairing.pk}")
    steps = Steps(page)
    steps.tap("心灵关怀", "radio")
    steps.fill("简要情况", "课间聊了作息")
    steps.tap("保存记录")
    expect(page.get_by_text("确认后计入。").first).to_be_visible()
    assert (steps.count, Contact.objects.count()) == (3, 0)

    sign_in(pairing.member.staff.user)
    at("/desk/")
    steps = Steps(page)
    steps.tap("确认帮扶记录：张晓雨")

    expect(page.get_by_text("已确认，计入这一天的帮扶记录。")).to_be_visible()
    assert steps.count == 1
    assert Contact.objects.get().recorded_by == head.user


def test_what_did_not_happen_is_dropped_in_three_steps(page, at, sign_in, pairing, head):
    make_claim(pairing, by=head.user)
    sign_in(pairing.member.staff.user)
    at("/desk/")
    steps = Steps(page)

    steps.tap("没有这回事", "link")
    steps.unfold("没有这回事")
    steps.tap("没有这回事，删去")

    expect(page.get_by_text("这条代记已删去")).to_be_visible()
    assert steps.count == 3
    assert (ContactClaim.objects.count(), Contact.objects.count()) == (0, 0)


def test_a_try_takes_one_tap_and_is_undone_by_one(page, at, sign_in, pairing):
    sign_in(pairing.member.staff.user)
    at(pairing.get_absolute_url())
    steps = Steps(page)

    steps.tap("没联系上")
    expect(page.get_by_text("记下了：没联系上，不计入次数。")).to_be_visible()
    assert ContactTry.objects.count() == 1
    steps.tap("撤销")

    expect(page.get_by_text("已撤销，恢复了原样。")).to_be_visible()
    assert steps.count == 2
    assert ContactTry.objects.count() == 0


def test_its_pages_fit_and_have_no_barriers(page, at, sign_in, pairing, head):
    claim = make_claim(pairing, by=head.user, fact="课间聊了作息")
    sign_in(pairing.member.staff.user)

    for address in (FORM, pairing.get_absolute_url(), claim.get_absolute_url(), "/desk/"):
        at(address)
        assert (overflow(page), barriers(page)) == (0, [])
