"""Tasks with classes and people, on a phone and on a computer."""

import re

import pytest
from playwright.sync_api import expect

from branch.accounts.models import User
from branch.core.models import AccessRecord
from branch.school.models import Guardian, SchoolClass, Student
from tests.browser.checks import overflow
from tests.conftest import TODAY


@pytest.fixture
def transactional_db(lasting_school):
    """Share one demo school; no task depends on rows of another."""


@pytest.fixture
def start(page, live_server, sign_in):
    """`start(person)` opens the desk; on a phone, one tap further, the list of all places."""

    def started(person):
        sign_in(User.objects.get(username=person))
        page.goto(live_server.url + "/desk/")

    return started


@pytest.fixture
def go(steps, device):
    """`go("班级")` opens that entry of the menu, wherever the device shows the menu."""

    def opened(place):
        if device == "phone":
            steps.tap("菜单", "link")
        steps.from_menu(re.compile(f"^{place}$"))

    return opened


def test_a_head_teacher_reaches_a_parent_in_few_steps(start, go, page, steps):
    head = User.objects.get(username="head")
    (school_class,) = SchoolClass.objects.headed_by(head, on=TODAY)
    student = Student.objects.in_classes([school_class], on=TODAY).order_by("number").first()
    number = Guardian.objects.filter(family=student.family_id).exclude(phone="").first().phone
    start("head")

    go("班级")
    steps.tap(school_class.name_on(TODAY), "link")
    steps.tap(student.name, "link")
    expect(page.get_by_text(number)).to_have_count(0)
    steps.tap("显示电话")

    expect(page.get_by_role("link", name=number)).to_have_attribute("href", f"tel:{number}")
    assert overflow(page) == 0
    assert steps.count <= 5
    shown = AccessRecord.objects.filter(action="reveal", reader=head).first()
    assert shown.subjects == {"student": [student.pk]}


def test_the_administrator_moves_a_pupil(start, go, page, steps, device):
    seats = {"phone": (1, 2), "computer": (3, 4)}[device]
    old, new = (
        SchoolClass.objects.get(entry_year=TODAY.year - 1, number=number) for number in seats
    )
    student = Student.objects.in_classes([old], on=TODAY).order_by("number").last()
    start("admin")

    go("学生")
    steps.fill("姓名、拼音或学号尾号", student.name)
    steps.tap("筛选")
    steps.tap(student.name, "link")
    steps.tap("转班或留级", "link")
    steps.fill("转入班级", new.name_on(TODAY))
    steps.tap("登记转班")

    expect(page.get_by_role("status").first).to_contain_text("转班已登记")
    expect(page.locator("main h1 + p")).to_have_text(new.name_on(TODAY))
    assert student.class_on(TODAY) == new
    assert overflow(page) == 0
    assert steps.count <= 8


def test_the_committee_reads_the_roll_of_the_first_of_september(start, go, page, steps):
    seat = Student.objects.filter(enrolments__until_on__gte="2026-09-01")
    moved = seat.on_roll_on(TODAY).order_by("pk").first()
    then = moved.enrolments.get(until_on__isnull=False).school_class
    start("committee")

    go("班级")
    steps.fill("日期", "2026-09-01")
    steps.tap("筛选")
    steps.tap(then.name_on(TODAY), "link")

    expect(page.get_by_role("link", name=moved.name)).to_be_visible()
    expect(page.get_by_text("2026年9月1日在籍")).to_be_visible()
    steps.tap("班级名单", "link")
    expect(page.get_by_text("日期：2026-09-01")).to_be_visible()
    assert steps.count <= 6
