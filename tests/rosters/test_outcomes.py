"""What an import does to other records: stated and counted above the button, and ticked where it ends something."""

from datetime import date

import pytest

from branch.core.models import AccessRecord
from branch.members.models import Office
from branch.rosters import actions, summary
from branch.rosters.importer import Line
from branch.rosters.models import ImportBatch
from branch.rosters.views import CHECKED_AGAIN
from branch.school.models import Enrolment, Student
from tests.factories import make_class, make_member, make_staff
from tests.rosters.wizard import address, batch, checked, imported
from tests.spreadsheets import csv_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
MEMBERS = ("工号", "党员类别", "入党时间", "转正时间", "党小组", "党内职务")
PUPILS = ("学号", "姓名", "班级")
SAYS = "1 项党内职务换人"


@pytest.fixture
def client(client, administrator):
    client.force_login(administrator, "branch.accounts.backends.RoleBackend")
    return client


@pytest.fixture
def holder():
    """The secretary whom the roster of `handed_over` replaces."""
    member = make_member(staff=make_staff(name="曾明", number="A1"))
    return Office.objects.create(member=member, kind="secretary", from_on=date(2025, 9, 5))


@pytest.fixture
def handed_over(client, holder):
    make_staff(name="单远", number="A2")
    rows = [MEMBERS, ("A2", "正式党员", "2018-04-02", "2019-04-02", "第一党小组", "书记")]
    return checked(client, "members", "党员.csv", csv_file(rows))


def test_an_office_that_changes_hands_is_stated_and_needs_its_tick(client, handed_over, holder):
    page = client.get(address("detail"))

    assert SAYS in page.text
    assert "书记曾明到 2026-11-23 为止，换为单远" in page.text
    refused = client.post(address("detail"), {})
    assert refused.context["form"].errors == {
        "agree-seat_taken": [f"请核对“{SAYS}”，勾选后再导入。"]
    }
    assert (batch().state, Office.objects.get().until_on) == ("checked", None)


def test_with_the_tick_it_is_written(client, handed_over, holder):
    client.post(address("detail"), {"agree-seat_taken": "on"}, follow=True)

    assert batch().state == "done"
    assert [str(seat.member) for seat in Office.objects.filter(until_on=None)] == ["单远"]


def test_the_action_refuses_too_and_a_command_needs_no_tick(handed_over, administrator):
    with pytest.raises(Exception, match=SAYS):
        actions.begin_import(batch(), skip_errors=True, by=administrator, agreed=set())

    assert actions.begin_import(batch(), skip_errors=True, by=None).state == "writing"


def test_what_was_chosen_stays_after_a_refusal(client, roll):
    imported(client, "students", "学生.csv", roll(1, number=1))
    checked(client, "students", "学生.csv", roll(1, number=2))

    page = client.post(address("detail"), {"effective_on": "2026-09-07"})

    assert page.context["form"]["effective_on"].value() == "2026-09-07"
    assert set(page.context["form"].errors) == {"agree-moved"}


def test_who_changed_meanwhile_is_shown_again_before_anything_is_written(
    client, handed_over, holder
):
    Office.objects.update(member=make_member(staff=make_staff(name="盖晴")))

    page = client.post(address("detail"), {"agree-seat_taken": "on"}, follow=True)

    assert [str(message) for message in page.context["messages"]] == [CHECKED_AGAIN]
    assert "书记盖晴到 2026-11-23 为止" in page.text
    assert batch().state == "checked"


@pytest.fixture
def roll():
    """A roster of so many pupils of a class of 初二."""
    for number in (1, 2):
        make_class(number=number)

    def _roll(count, *, number):
        rows = [(f"S{n:04}", f"学生{n}", f"初二（{number}）班") for n in range(count)]
        return csv_file([PUPILS, *rows])

    return _roll


@pytest.fixture
def moved(client, roll):
    """A check of a roster that moves 60 pupils to another class."""
    imported(client, "students", "学生.csv", roll(60, number=1))
    checked(client, "students", "学生.csv", roll(60, number=2))


def test_a_large_change_is_counted_named_and_recorded_as_read(client, moved):
    page = client.get(address("detail"))

    assert "60 名学生调班" in page.text
    assert (
        page.text.count("由初二（1）班调到初二（2）班")
        == summary.NAMED + page.context["paginator"].per_page
    )
    (outcome,) = batch().outcomes
    assert (outcome["count"], len(outcome["rows"])) == (60, summary.NAMED)


def test_who_is_named_above_is_recorded_as_read_on_every_page(client, moved):
    client.get(address("detail"), {"page": "2"})

    assert len(AccessRecord.objects.first().subjects["student"]) == 60


def test_nothing_of_people_stays_with_an_emptied_batch(client, moved):
    one = batch()
    later = one.created_at.replace(year=2027)

    actions.forget_imports(at=later)

    one.refresh_from_db()
    assert (one.is_emptied, one.outcomes, one.warnings) == (True, [], [])


def test_a_warning_of_many_rows_is_said_once_with_its_rows(client, roll):
    imported(client, "students", "学生.csv", roll(1, number=1))
    checked(client, "students", "学生.csv", roll(177, number=1))

    page = client.get(address("detail"))

    assert page.text.count("这个班已有名册，从 2026-11-24 起登记在班。") == 1
    assert "176 行：S0001 学生1、S0002 学生2、S0003 学生3等" in page.text
    assert "第 3–178 行" in page.text


def test_the_page_of_three_thousand_rows_stays_small():
    lines = [Line("", number, {}) for number in range(3000)]
    for line in lines:
        line.note("没有写转正时间。")
        line.brings("moved", f"第 {line.row} 名")

    (warning,) = summary.warnings_of(lines)
    (outcome,) = summary.outcomes_of(lines)

    assert (warning["count"], warning["where"], warning["positions"]) == (
        3000,
        "第 0–2999 行",
        [0, 1, 2],
    )
    assert (outcome["count"], len(outcome["rows"])) == (3000, summary.NAMED)


def test_rows_apart_are_given_as_ranges():
    lines = [Line("初一1班", number, {}, warnings=["同"]) for number in (3, 4, 7)]
    lines += [Line("初一2班", 3, {}, warnings=["同"])]

    assert summary.warnings_of(lines)[0]["where"] == "初一1班第 3–4、7 行；初一2班第 3 行"


def test_the_rows_with_consequences_can_be_listed(client, moved):
    page = client.get(address("detail"), {"show": "outcomes"})

    assert page.context["paginator"].count == 60
    assert ImportBatch.objects.first().counts["outcomes"] == 60
    assert Enrolment.objects.filter(until_on=None).count() == Student.objects.count()
