"""登录条: printed by the administrator, used by the teacher, and replaced when a password is lost."""

import pytest
from playwright.sync_api import expect

from branch.accounts.models import Role, SignInLink
from tests.browser.checks import cut_off, overflow
from tests.browser.steps import COMPUTER, PHONE, Steps
from tests.factories import PASSWORD, make_link, make_staff, make_term

WECHAT = (
    "Mozilla/5.0 (Linux; Android 12; V2148A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/86.0.4240.99 XWEB/4317 MMWEBSDK/20220805 Mobile Safari/537.36 MicroMessenger/8.0.27"
)
FRESH = "bamboo-River-88"


@pytest.fixture
def browser_context_args(browser_context_args):
    return browser_context_args | COMPUTER


@pytest.fixture
def admin(sign_in, page, live_server):
    """The list of sign-ins, opened by the administrator."""
    make_term()
    keeper = make_staff(Role.ADMIN, name="方志远").user
    keeper.set_password(PASSWORD)
    keeper.save()
    sign_in(keeper)
    page.goto(f"{live_server.url}/desk/signins/")
    return page


@pytest.fixture
def phone(browser):
    """A page on a teacher's phone, inside WeChat."""
    context = browser.new_context(**PHONE, user_agent=WECHAT, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def teacher():
    staff = make_staff(name="周文静", number="20140317", phone="13800000001")
    staff.user.username, staff.user.phone = staff.number, staff.phone
    staff.user.save()
    return staff.user


def row_of(page, name):
    return page.get_by_role("row").filter(has_text=name)


def set_password(page, password):
    for label in ("新密码", "再填一次新密码"):
        page.get_by_label(label, exact=True).fill(password)
    page.get_by_role("button", name="同意并登录").click()


def type_in(page, live_server, number, password):
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("工号或手机号").fill(number)
    page.get_by_label("密码", exact=True).fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="登录", exact=True).click()


def test_ten_colleagues_are_ticked_and_printed_on_two_sheets(admin, page, live_server):
    for _ in range(10):
        make_staff(with_user=False)
    page.reload()
    steps = Steps(page)

    steps.tap("全选本页", "checkbox")
    page.get_by_role("checkbox", name="方志远").uncheck()
    steps.tap("打印登录条")

    expect(page.locator(".gq-slip")).to_have_count(10)
    expect(page.locator(".gq-slip img").first).to_have_js_property("complete", True)
    expect(page.locator(".gq-slip img").first).not_to_have_js_property("naturalWidth", 0)
    page.emulate_media(media="print")
    assert cut_off(page.locator(".gq-slip")) == 0
    page.emulate_media(media="screen")
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 2
    assert overflow(page) == 0
    assert steps.count == 2


def test_reloading_the_slips_makes_no_new_ones(admin, page):
    page.get_by_role("checkbox", name="方志远").check()
    page.get_by_role("button", name="打印登录条").click()
    expect(page.locator(".gq-slip")).to_have_count(1)
    before = SignInLink.objects.get()

    page.reload()

    expect(page.locator("main")).to_contain_text("已经显示过一次")
    page.go_back()
    assert SignInLink.objects.get() == before


def test_a_teacher_sets_the_password_on_the_phone_and_comes_back_by_telephone(
    phone, live_server, teacher
):
    make_term()
    link = make_link(teacher)

    phone.goto(f"{live_server.url}/accounts/first/{link.token}/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("设置密码")
    assert overflow(phone) == 0
    set_password(phone, FRESH)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("周老师")
    phone.context.clear_cookies()
    type_in(phone, live_server, "13800000001", FRESH)

    expect(phone.get_by_role("heading", level=1)).to_contain_text("周老师")


def test_the_password_can_be_shown(phone, live_server, teacher):
    phone.goto(f"{live_server.url}/accounts/first/{make_link(teacher).token}/")
    field = phone.get_by_label("新密码", exact=True)
    expect(field).to_have_attribute("type", "password")

    phone.get_by_label("显示密码").check()

    expect(field).to_have_attribute("type", "text")


def test_a_reset_invalidates_the_older_slip(admin, page, phone, live_server, teacher):
    older = make_link(teacher)
    page.reload()

    row_of(page, "周文静").get_by_role("button", name="重发登录条").click()
    newer = page.locator(".gq-slip-foot span").inner_text()

    phone.goto(f"{live_server.url}/accounts/first/{older.token}/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("登录条已经失效")
    phone.goto(newer)
    expect(phone.get_by_role("heading", level=1)).to_have_text("设置密码")


def test_five_wrong_passwords_lock_and_the_administrator_unlocks(
    admin, page, phone, live_server, teacher
):
    teacher.set_password(FRESH)
    teacher.save()
    for _ in range(5):
        type_in(phone, live_server, teacher.username, "wrong")
    expect(phone.locator("main")).to_contain_text("请管理员在“登录账号”里解锁")

    page.reload()
    row_of(page, "周文静").get_by_role("button", name="解锁").click()
    expect(page.locator("main")).to_contain_text("周文静可以马上再登录了。")
    type_in(phone, live_server, teacher.username, FRESH)

    expect(phone.get_by_role("heading", level=1)).to_contain_text("周老师")
