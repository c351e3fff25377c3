"""A class session recorded after the lesson: few steps, a lost network, a draft, late photos; the table of a term."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from branch.activities.models import Attendance
from branch.walkins.models import ClassSession
from tests.browser.checks import barriers, overflow
from tests.browser.steps import COMPUTER, PHONE, Steps
from tests.browser.test_uploads import photo
from tests.factories import make_class, make_head, make_member, make_session, make_staff
from tests.factories import make_student as enrol

LINE = "分组练习的时间不够"


@pytest.fixture(params=["phone", "computer"])
def device(request):
    return request.param


@pytest.fixture
def browser_context_args(browser_context_args, device):
    return browser_context_args | (PHONE if device == "phone" else COMPUTER)


@pytest.fixture
def head(term):
    school_class = make_class(entry_year=2025, number=3)
    enrol(school_class, name="张晓雨")
    make_member(staff=make_staff(name="周文静"))
    return make_head(school_class, staff=make_staff(name="韩若溪"))


@pytest.fixture
def desk(page, live_server, sign_in, head):
    sign_in(head.user)
    page.goto(f"{live_server.url}{reverse('portal:desk')}")
    return page


@pytest.fixture
def form(desk, live_server):
    desk.goto(f"{live_server.url}{reverse('walkins:session-create')}")
    expect(desk.get_by_label("参加人数")).to_have_value("1")
    return desk


def submit(page):
    page.get_by_role("button", name="提交记录").click()


def is_recorded(page):
    expect(page.get_by_text("团辅已记录。")).to_be_visible()


def test_from_the_desk_a_session_takes_three_steps(desk, head):
    steps = Steps(desk)
    steps.tap("记一次团辅", "link")
    steps.tap("同桌之间", "radio")
    assert overflow(desk) == 0
    assert barriers(desk) == []
    steps.tap("提交记录")
    is_recorded(desk)

    assert steps.count == 3
    session = ClassSession.objects.with_people().get()
    assert (session.theme.name, session.leaders) == ("同桌之间", [head])
    assert overflow(desk) == 0


def test_with_helper_and_feedback_it_takes_six_steps(form, head):
    steps = Steps(form)
    steps.tap("同桌之间", "radio")
    steps.fill("协助党员和老师", "周文静")
    steps.unfold("补充")
    steps.tap("4", "radio")
    steps.fill("反馈情况", LINE)
    steps.tap("提交记录")
    is_recorded(form)

    assert steps.count == 6
    assert Attendance.objects.count() == 2
    assert ClassSession.objects.get().feedback_line == LINE


def test_without_a_network_nothing_is_sent_and_nothing_is_lost(form, context):
    form.get_by_role("radio", name="同桌之间").check(force=True)
    form.locator("summary").filter(has_text="补充").click()
    context.set_offline(True)
    form.get_by_label("反馈情况").fill(LINE)
    submit(form)
    expect(form.get_by_text("现在没有网络，照常写。")).to_be_visible()
    assert not ClassSession.objects.exists()

    context.set_offline(False)
    submit(form)
    is_recorded(form)

    assert ClassSession.objects.get().feedback_line == LINE


def test_a_closed_page_brings_text_and_theme_back(form, context, live_server):
    form.get_by_role("radio", name="同桌之间").check(force=True)
    form.locator("summary").filter(has_text="补充").click()
    form.get_by_label("反馈情况").fill(LINE)
    expect(form.locator("[data-draft-saved]")).to_contain_text("已存在")
    form.close()

    again = context.new_page()
    again.goto(f"{live_server.url}{reverse('walkins:session-create')}")
    again.get_by_text("恢复", exact=False).filter(visible=True).first.click()
    again.wait_for_load_state()

    expect(again.get_by_label("反馈情况")).to_have_value(LINE)
    expect(again.get_by_role("radio", name="同桌之间")).to_be_checked()


def test_a_name_is_refused_at_its_field_which_is_open(form):
    form.get_by_role("radio", name="同桌之间").check(force=True)
    form.locator("summary").filter(has_text="补充").click()
    form.get_by_label("反馈情况").fill("张晓雨说得最多")
    submit(form)

    expect(form.get_by_text("写了学生姓名“张晓雨”，请删去，只写事实。").first).to_be_visible()
    expect(form.get_by_label("反馈情况")).to_have_value("张晓雨说得最多")
    assert overflow(form) == 0


def test_the_record_is_stored_first_and_the_photo_follows(form):
    form.route("**/class-sessions/new/**", lambda route: route.abort(), times=1)
    form.locator("[name=new_photos]").set_input_files([photo("一.jpg")])
    expect(form.get_by_role("button", name="重试")).to_have_count(1)
    form.get_by_role("radio", name="同桌之间").check(force=True)
    submit(form)
    is_recorded(form)

    session = ClassSession.objects.select_related("activity").get()
    assert (len(session.activity.photos.all()), session.photos_awaited) == (1, 0)


def test_a_gap_of_the_table_leads_to_the_form_of_its_class(desk, live_server, head):
    make_session(head.head_posts.get().school_class, leaders=[head])
    desk.goto(f"{live_server.url}{reverse('walkins:session-grid')}")
    expect(desk.get_by_role("link", name="初二（3）班，11月12日")).to_be_visible()
    assert overflow(desk) == 0
    assert barriers(desk) == []

    desk.get_by_role("link", name="初二（3）班，12月待排 2 次").press("Enter")

    expect(desk.get_by_role("heading", name="安排一次团辅")).to_be_visible()
    expect(desk.get_by_text("初二（3）班").first).to_be_visible()
