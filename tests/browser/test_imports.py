"""Importing rosters: on a computer, on a phone, without scripts."""

import re

import pytest
from playwright.sync_api import expect

from branch.rosters.models import ImportBatch
from branch.school.models import Student
from tests.browser.steps import COMPUTER, PHONE, Steps
from tests.factories import make_staff, make_term
from tests.spreadsheets import csv_file, pupils_file

DEVICES = pytest.mark.parametrize(
    "on",
    [
        pytest.param(name, marks=pytest.mark.browser_context_args(**device))
        for name, device in (("computer", COMPUTER), ("phone", PHONE))
    ],
)


@pytest.fixture
def wizard(page, live_server, sign_in):
    """The page of a new import of students, opened by the administrator."""
    make_term()
    sign_in(make_staff("admin").user)
    page.goto(f"{live_server.url}/desk/imports/")
    return Steps(page)


def choose(page, name, content):
    page.set_input_files("[name=file]", {"name": name, "mimeType": "text/csv", "buffer": content})


def to_the_check(steps, name, content):
    steps.tap(re.compile("上传.*学生名册"), role="link")
    choose(steps.page, name, content)
    for button in ("上传，下一步", "下一步：对应列", "下一步：检查"):
        steps.tap(button)


@DEVICES
def test_a_messy_roster_is_checked_imported_and_undone(wizard, page, on):
    to_the_check(wizard, "students.xlsx", pupils_file())
    expect(page.get_by_text("不是手机号，应是 11 位数字，以 1 开头。")).to_be_visible()
    assert Student.objects.count() == 0

    wizard.tap("跳过有错误的行", role="checkbox")
    wizard.tap("导入 3 行")
    expect(page.get_by_role("heading", name="学生名册已导入")).to_be_visible()
    assert Student.objects.count() == 3
    assert wizard.count == 6

    wizard.tap("撤销这次导入", role="link")
    wizard.tap("撤销导入")
    expect(page.get_by_role("heading", name="学生名册已撤销")).to_be_visible()
    assert Student.objects.count() == 0


def test_the_import_of_a_long_roster_continues_by_itself(wizard, page):
    rows = [(f"S{n:05}", f"学生{n}", "七年级（3）班") for n in range(1_050)]
    to_the_check(wizard, "students.csv", csv_file([("学号", "姓名", "班级"), *rows]))

    wizard.tap("导入 1050 行")

    expect(page.get_by_role("heading", name="学生名册已导入")).to_be_visible()
    assert (Student.objects.count(), ImportBatch.objects.get().state) == (1_050, "done")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_the_import_continues_at_each_press(wizard, page):
    rows = [(f"S{n:05}", f"学生{n}", "七年级（3）班") for n in range(1_050)]
    to_the_check(wizard, "students.csv", csv_file([("学号", "姓名", "班级"), *rows]))

    wizard.tap("导入 1050 行")
    expect(page.get_by_text("已办 1000 / 1050 行")).to_be_visible()
    wizard.tap("继续")

    expect(page.get_by_role("heading", name="学生名册已导入")).to_be_visible()
    assert Student.objects.count() == 1_050


def test_a_refused_file_is_reported_at_its_field(wizard, page):
    wizard.tap(re.compile("上传.*学生名册"), role="link")
    choose(page, "名册.csv", b"PK\x03\x04 something else")
    wizard.tap("上传，下一步")

    expect(page.get_by_text("这不是表格文件").first).to_be_visible()
