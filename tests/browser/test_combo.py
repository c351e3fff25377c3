"""The search field of a select: with the keyboard, by touch, with an input method, without a script."""

import re

import pytest
from playwright.sync_api import expect

from branch.activities.models import Activity
from branch.core.display import COOKIE
from branch.core.models import AccessRecord
from branch.walkins.models import SupportNeed
from tests.browser.checks import barriers, overflow
from tests.browser.steps import COMPUTER, PHONE
from tests.factories import make_class, make_member, make_need, make_staff, make_student

NEED, PAIRING = "/desk/needs/new/", "/desk/pairings/new/"
PARTICIPANTS = "[name=participants] option:checked"
on_a_phone = pytest.mark.browser_context_args(**PHONE)
on_a_computer = pytest.mark.browser_context_args(**COMPUTER)


@pytest.fixture
def at(page, live_server):
    return lambda address: page.goto(live_server.url + address)


@pytest.fixture
def namesakes(the_day, term):
    """Two students of the same name in two classes, and one of another name."""
    make_student(make_class(number=1), name="李明")
    return [
        make_student(make_class(number=number), name="曾小明", number=f"2026{number:04}")
        for number in (3, 6)
    ]


@pytest.fixture
def field(page, at, sign_in, committee, namesakes):
    """The field for the student on the committee's need form."""
    sign_in(committee)
    at(NEED)
    return page.get_by_role("combobox", name="学生")


def options(page):
    return page.get_by_role("option")


@on_a_computer
def test_a_student_is_chosen_by_initials_with_the_keyboard_alone(page, field, namesakes):
    field.focus()
    page.keyboard.type("zxm")
    expect(options(page)).to_have_text(
        ["曾小明初二（3）班　学号后四位 0003", "曾小明初二（6）班　学号后四位 0006"]
    )
    expect(page.locator(".gq-combo").get_by_role("status")).to_have_text("找到 2 名")
    assert SupportNeed.objects.count() == 0
    page.keyboard.press("ArrowDown")
    expect(options(page).nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", "id_student-1")
    page.keyboard.press("Tab")
    expect(field).to_have_value("曾小明　初二（6）班　学号后四位 0006")
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    page.keyboard.press("Enter")

    expect(page.get_by_text("帮扶需求已登记。")).to_be_visible()
    assert SupportNeed.objects.get().student == namesakes[1]
    shown = AccessRecord.objects.filter(action="search").values_list("subjects", flat=True)
    assert list(shown) == [{"student": [student.pk for student in namesakes]}]


@on_a_computer
def test_arrow_keys_move_through_the_list_and_escape_keeps_the_former_choice(page, field):
    field.fill("zxm")
    expect(options(page)).to_have_count(2)
    for key, place in (("End", 1), ("ArrowDown", 0), ("ArrowUp", 1), ("Home", 0)):
        field.press(key)
        expect(options(page).nth(place)).to_have_attribute("aria-selected", "true")
    field.press("Escape")

    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("")
    expect(options(page)).to_have_count(0)


@on_a_computer
def test_tab_chooses_nobody_among_several(page, field):
    field.fill("zxm")
    expect(options(page)).to_have_count(2)
    field.press("Tab")

    expect(field).to_have_value("zxm")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=student]")).to_have_value("")
    page.get_by_role("radio", name="成长陪伴").check(force=True)
    page.get_by_role("button", name="登记需求").click()
    expect(page.locator("#id_student-bad")).to_have_text(
        "还没有选定“zxm”，请从列出的里选一项，或删去。"
    )
    expect(field).to_be_focused()
    assert SupportNeed.objects.count() == 0


@on_a_computer
def test_tab_chooses_the_only_one_found(page, field):
    make_student(make_class(number=8), name="王小米", number="20260008")
    field.fill("wxm")
    expect(options(page)).to_have_count(1)
    field.press("Tab")

    expect(field).to_have_value("王小米　初二（8）班　学号后四位 0008")
    expect(field).to_have_attribute("aria-invalid", "false")


@on_a_computer
@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_a_name_that_is_not_found_clears_the_former_choice(by, page, field):
    field.fill("zxm")
    expect(options(page)).to_have_count(2)
    field.press("Enter")
    field.fill("qqqq")
    expect(page.get_by_role("status").get_by_text("没有找到“qqqq”。")).to_be_visible()
    if by == "keyboard":
        field.press("Tab")
    else:
        page.get_by_role("heading", level=1).click()

    expect(field).to_have_value("qqqq")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[name=student]")).to_have_value("")
    field.press("Escape")
    field.fill("zxm")
    expect(options(page)).to_have_count(2)
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "false")


@on_a_computer
def test_opening_the_list_without_typing_changes_nothing(page, field):
    field.fill("zxm")
    expect(options(page)).to_have_count(2)
    field.press("Enter")
    field.click()
    field.press("Tab")

    expect(field).to_have_value("曾小明　初二（3）班　学号后四位 0003")
    expect(page.locator("[name=student]")).not_to_have_value("")


@on_a_computer
def test_enter_before_the_results_sends_no_form(page, field):
    field.press_sequentially("zxm")
    field.press("Enter")

    expect(options(page)).to_have_count(2)
    expect(page.get_by_role("alert")).to_have_count(0)


@on_a_phone
def test_options_are_large_enough_for_a_thumb(page, field, namesakes):
    field.tap()
    field.press_sequentially("zeng")
    expect(options(page)).to_have_count(2)
    heights = {row.bounding_box()["height"] >= 44 for row in options(page).all()}
    assert heights == {True}
    assert overflow(page) == 0

    options(page).nth(1).tap()
    page.get_by_role("radio", name="成长陪伴").check(force=True)
    page.get_by_role("button", name="登记需求").tap()

    expect(page.get_by_text("帮扶需求已登记。")).to_be_visible()
    assert SupportNeed.objects.get().student == namesakes[1]


@on_a_computer
def test_text_an_input_method_is_composing_is_not_searched(page, field):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "q=" in request.url else None)

    field.focus()
    typing = page.context.new_cdp_session(page)
    for part in ("ze", "zeng"):
        typing.send(
            "Input.imeSetComposition",
            {"text": part, "selectionStart": len(part), "selectionEnd": len(part)},
        )
        page.wait_for_timeout(300)
    assert asked == []
    typing.send("Input.insertText", {"text": "曾"})

    expect(options(page)).to_have_count(2)
    assert len(asked) == 1


@on_a_computer
def test_an_empty_result_is_announced(page, field):
    field.fill("qqqq")

    expect(page.get_by_role("status").get_by_text("没有找到“qqqq”。")).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "false")


@on_a_computer
def test_a_missing_network_is_announced(page, field, context):
    context.set_offline(True)
    field.fill("zxm")

    expect(page.get_by_text("没能查到，请再试。")).to_be_visible()


@on_a_computer
def test_a_refused_form_links_to_the_field_and_keeps_the_choice(page, field):
    page.get_by_role("button", name="登记需求").click()
    page.get_by_role("link", name="请选择学生。").click()
    expect(field).to_be_focused()

    field.fill("zxm")
    expect(options(page)).to_have_count(2)
    field.press("Enter")
    page.get_by_role("button", name="登记需求").click()

    expect(page.get_by_role("alert")).to_contain_text("请选择帮扶类别。")
    expect(field).to_have_value("曾小明　初二（3）班　学号后四位 0003")


@on_a_computer
def test_a_select_of_members_is_searched_by_pinyin(page, at, sign_in, committee, the_day, term):
    make_need(make_student(name="李明"))
    make_member(staff=make_staff(name="仇海"))
    make_member(staff=make_staff(name="尉迟明远"))
    sign_in(committee)
    at(PAIRING)
    field = page.get_by_role("combobox", name="结对党员")

    field.click()
    expect(options(page)).to_have_count(3)
    field.fill("yuchi")
    field.press("Enter")

    expect(field).to_have_value("尉迟明远（现结对 0 名）")
    expect(page.locator("[name=member] option:checked")).to_have_text("尉迟明远（现结对 0 名）")


@on_a_computer
@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_several_are_chosen_and_removed(by, page, at, sign_in, secretary, the_day, term):
    for name in ("曾小满", "曾小米"):
        make_staff(name=name)
    sign_in(secretary)
    at("/desk/activities/new/")
    page.get_by_role("link", name="社区大讲堂").click()
    field = page.get_by_role("combobox", name="参与的党员和教职工")

    for _ in range(2):
        field.fill("zxm")
        field.press("Enter")
    out = page.get_by_role("button", name="移除 曾小满")
    if by == "mouse":
        out.click()
    else:
        for key in ("Shift+Tab", "Shift+Tab", "Enter"):
            page.keyboard.press(key)

    expect(page.locator(PARTICIPANTS)).to_have_text(["曾小米"])
    expect(field).to_be_focused()


@on_a_computer
def test_leaving_the_field_adds_nobody_among_several(page, at, sign_in, secretary, the_day, term):
    for name in ("曾小满", "曾小米", "曾小明"):
        make_staff(name=name)
    sign_in(secretary)
    at("/desk/activities/new/")
    page.get_by_role("link", name="社区大讲堂").click()
    field = page.get_by_role("combobox", name="参与的党员和教职工")
    field.fill("zengxiaoman")
    field.press("Enter")
    expect(page.locator(PARTICIPANTS)).to_have_text(["曾小满"])
    for text, says in (("z", "还没有选定“z”"), ("qqqq", "没有找到“qqqq”。")):
        field.fill(text)
        field.press("Tab")
        expect(page.locator("#id_participants-bad")).to_contain_text(says)

    expect(field).to_have_value("qqqq")
    expect(page.locator(PARTICIPANTS)).to_have_text(["曾小满"])


@pytest.fixture
def hosts(page, at, sign_in, secretary, the_day, term):
    """The field for the chair of an activity, beside a colleague named 唐海平."""
    make_staff(name="唐海平")
    sign_in(secretary)
    at("/desk/activities/new/")
    page.get_by_role("link", name="社区大讲堂").click()
    return page.get_by_role("combobox", name="参与的党员和教职工")


@on_a_computer
def test_a_name_nobody_has_is_kept_said_and_not_left_out(page, hosts):
    hosts.fill("唐海萍")
    hosts.press("Tab")
    says = page.locator("#id_participants-bad")
    expect(says).to_have_text("没有找到“唐海萍”。您要找的是唐海平吗？")
    expect(hosts).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="保存记录").click()

    expect(hosts).to_be_focused()
    expect(hosts).to_have_value("唐海萍")
    assert Activity.objects.count() == 0
    hosts.click()
    hosts.fill("唐海萍")
    options(page).click()
    expect(page.locator(PARTICIPANTS)).to_have_text(["唐海平"])
    expect(says).to_be_empty()


@on_a_computer
def test_a_draft_shows_the_name_again(page, hosts):
    hosts.fill("唐海萍")
    hosts.press("Tab")
    expect(page.locator("[data-draft-saved]").first).to_contain_text("已存在这一页")
    page.reload()
    page.locator("[data-draft-take]").first.click()

    expect(hosts).to_have_value("唐海萍")
    expect(page.locator("#id_participants-bad")).to_contain_text("没有找到“唐海萍”。")


@pytest.mark.browser_context_args(**PHONE, bypass_csp=True)
@pytest.mark.parametrize("display", ["..m", "xl.high.m"])
def test_an_open_list_is_accessible(page, field, context, live_server, display):
    context.add_cookies([{"name": COOKIE, "value": display, "url": live_server.url}])
    page.reload()
    page.set_viewport_size({"width": 390, "height": 3000})
    field.fill("zxm")
    expect(options(page)).to_have_count(2)

    assert barriers(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert overflow(page) == 0


@pytest.mark.browser_context_args(**PHONE, java_script_enabled=False)
def test_without_a_script_a_class_is_listed_first(page, at, sign_in, committee, namesakes):
    sign_in(committee)
    at(NEED)
    page.get_by_label("班级", exact=True).select_option(label="初二（6）班")
    page.get_by_role("button", name="列出学生").click()
    page.get_by_label("学生").select_option(label="曾小明　初二（6）班　学号后四位 0006")
    page.get_by_role("radio", name="成长陪伴").check(force=True)
    page.get_by_role("button", name="登记需求").click()

    expect(page.get_by_text("帮扶需求已登记。")).to_be_visible()
    assert SupportNeed.objects.get().student == namesakes[1]


@on_a_computer
def test_people_are_found_from_the_side_bar(page, at, sign_in, committee, namesakes):
    sign_in(committee)
    at("/desk/")
    box = page.get_by_role("combobox", name="姓名、拼音、首字母或学号")
    box.fill("zxm")
    box.press("Enter")

    expect(page.get_by_role("heading", name="查找人员")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="曾小明")).to_have_count(2)
    expect(page).not_to_have_title(re.compile("zxm"))
