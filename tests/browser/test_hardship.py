"""The import of hardship families by the committee, on a computer and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from branch.walkins.models import FamilyHardship
from tests.browser.steps import COMPUTER, PHONE, Steps
from tests.factories import make_class, make_hardship, make_member, make_student, make_term
from tests.walkins.families.hardship_files import SECRETS, hardship_file

DEVICES = pytest.mark.parametrize(
    "on",
    [
        pytest.param(name, marks=pytest.mark.browser_context_args(**device))
        for name, device in (("computer", COMPUTER), ("phone", PHONE))
    ],
)


@pytest.fixture
def school_class():
    """A class with two pupils of one name, and one who was on the list before."""
    make_term()
    school_class = make_class(entry_year=2025, number=3)
    for number in ("S31", "S32"):
        make_student(school_class, number=number, name="骆一川")
    make_student(school_class, number="S33", name="钟小满")
    make_hardship(make_student(school_class, number="S34", name="成无恙"))
    return school_class


@pytest.fixture
def wizard(page, live_server, sign_in, school_class):
    sign_in(make_member("committee").staff.user)
    page.goto(f"{live_server.url}/desk/imports/")
    return Steps(page)


def choose(page, *pupils):
    file = {"name": "名单.xlsx", "mimeType": "", "buffer": hardship_file(*pupils)}
    page.set_input_files("[name=file]", file)


def to_the_check(steps, *pupils):
    steps.tap(re.compile("上传.*困难家庭名单"), role="link")
    choose(steps.page, *pupils)
    for button in ("上传，下一步", "下一步：对应列", "下一步：检查"):
        steps.tap(button)


@DEVICES
def test_the_list_is_checked_imported_and_undone(wizard, page, on):
    to_the_check(wizard, ("", "骆一川", "初二3班"), ("", "钟小满", "初二3班"))
    says = "初二（3）班有 2 名学生叫“骆一川”，请在这一行添上学号。"
    expect(page.get_by_text(says)).to_be_visible()
    expect(page.get_by_text(SECRETS[0])).to_have_count(0)

    wizard.tap("跳过有错误的行", role="checkbox")
    wizard.tap("移出名单：1 名学生不在这份名单里", role="checkbox")
    wizard.tap("导入 1 行")
    expect(page.get_by_role("heading", name="困难家庭名单已导入")).to_be_visible()
    assert [row.student.name for row in FamilyHardship.objects.all()] == ["钟小满"]
    assert wizard.count == 7

    wizard.tap("撤销这次导入", role="link")
    wizard.tap("撤销导入")
    expect(page.get_by_role("heading", name="困难家庭名单已撤销")).to_be_visible()
    assert [row.student.name for row in FamilyHardship.objects.all()] == ["成无恙"]
