"""The board, the command and what is kept each week tell of a day by what happened until then."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from branch.accounts.models import Role
from branch.core.contributions import Chore
from branch.core.models import AccessRecord
from branch.coverage import snapshots
from branch.coverage.actions import record_excuse
from branch.coverage.duty import Duty
from branch.coverage.forms import BEFORE_THE_RECORDS
from branch.coverage.models import BoardSnapshot
from branch.coverage.status import whole_branch
from branch.walkins import actions
from branch.walkins.families.models import FormerDue
from tests.conftest import HALF_PAST_TWO, TODAY
from tests.factories import (
    make_class,
    make_contact,
    make_family_need,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_posting,
    make_student,
)
from tests.service.registers.rows import make_registration
from tests.walkins.classes.heads import make_member_head, make_waiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_stands")]
BOARD = "/desk/coverage/"
STUDENTS = "walkins.student_pairing"
OCTOBER = date(2026, 10, 20)


def told(client, key, on):
    """(done, needed) of a duty on the board of a day."""
    page = client.get(BOARD, {"on": on})
    (whole,) = [panel.status.whole for panel in page.context["panels"] if panel.duty.key == key]
    return whole.done, whole.needed


def of_command(*args):
    out = StringIO()
    call_command("coverage", *args, stdout=out)
    return out.getvalue()


def test_a_pairing_counts_from_the_day_on_which_it_began(as_committee, term):
    student = make_need(make_student(), raised_on=date(2026, 10, 8)).student
    make_pairing(student=student, started_on=date(2026, 10, 21))

    days = ("2026-10-07", "2026-10-20", "2026-10-21")
    assert [told(as_committee, STUDENTS, on) for on in days] == [(0, 0), (0, 1), (1, 1)]


def test_a_correction_made_later_shows_and_the_board_says_so(as_committee, term):
    student = make_need(make_student(), raised_on=date(2026, 10, 8)).student
    assert told(as_committee, STUDENTS, OCTOBER) == (0, 1)

    make_pairing(student=student, started_on=date(2026, 10, 12))

    assert told(as_committee, STUDENTS, OCTOBER) == (1, 1)
    assert "2026年10月20日 周二，按截至今天的记录" in as_committee.get(BOARD, {"on": OCTOBER}).text


@pytest.mark.parametrize(
    ("on", "says"),
    [("2026-11-25", "请选择今天或以前的日期。"), ("2026-13-01", "的样子填写截至日期。")],
)
def test_a_day_that_cannot_be_is_named_and_no_other_is_shown(as_committee, term, on, says):
    make_need(make_student())

    page = as_committee.get(BOARD, {"on": on})

    assert says in page.text
    assert f'value="{on}"' in page.text
    assert page.context["panels"] == []


@pytest.mark.parametrize("on", ["2001-01-01", "2026-07-15", "2026-11-24"])
def test_a_day_without_a_term_a_calendar_or_head_teachers_has_a_board(as_committee, on):
    make_need(make_student(make_class()))

    page = as_committee.get(BOARD, {"on": on})

    assert page.status_code == 200
    assert page.context["on"] == date.fromisoformat(on)


def test_a_day_before_the_first_term_says_that_little_is_on_record(as_committee, term, capsys):
    before, first = term.starts_on - timedelta(days=1), term.starts_on

    shown = {day: as_committee.get(BOARD, {"on": day}).content.decode() for day in (before, first)}
    printed = as_committee.get(f"{BOARD}print/", {"on": before}).content.decode()
    call_command("coverage", "--on", str(before))

    assert [BEFORE_THE_RECORDS in shown[day] for day in (before, first)] == [True, False]
    assert BEFORE_THE_RECORDS in printed
    assert capsys.readouterr().err == f"{BEFORE_THE_RECORDS}\n"


def test_nothing_is_offered_to_be_done_on_a_past_day(as_committee, term):
    student = make_need(make_student(), raised_on=date(2026, 10, 8)).student
    offered = f"{reverse('walkins:proposal-create')}?student={student.pk}"
    excuse = reverse("coverage:excuse-create", args=[STUDENTS, student.pk])
    lists = {"duty": STUDENTS}

    now, then = (as_committee.get(BOARD, lists | {"on": on}).text for on in (TODAY, OCTOBER))

    assert offered in now
    assert excuse in now
    assert student.name in then
    assert not [text for text in (offered, excuse) if text in then]


def test_what_was_asked_or_closed_since_is_not_said_of_a_past_day(as_committee, committee, term):
    need = make_need(make_student(), raised_on=date(2026, 10, 8))
    asked = make_member()
    actions.propose_pairing(student=need.student, member=asked, on=date(2026, 11, 3), by=committee)
    lists = {"duty": STUDENTS}

    assert f"已请{asked}" in as_committee.get(BOARD, lists).text
    assert f"已请{asked}" not in as_committee.get(BOARD, lists | {"on": OCTOBER}).text


def test_a_day_that_was_moved_since_is_told_as_it_was(as_committee, committee, term):
    need = make_family_need(raised_on=date(2026, 10, 1), due_on=date(2026, 11, 10))
    moved = {"due_on": date(2026, 12, 20), "version": need.version, "by": committee}
    actions.revise_family_need(need, on=date(2026, 11, 20), **moved)

    days = ("2026-11-10", "2026-11-11", "2026-11-19", "2026-11-20")
    found = [told(as_committee, "walkins.family_need", on) for on in days]

    assert found == [(1, 1), (0, 1), (0, 1), (1, 1)]
    assert FormerDue.objects.get().due_on == date(2026, 11, 10)


def test_who_had_a_difficulty_on_a_past_day_is_told_as_it_was(client, committee, term):
    """A member of the committee had it, and gave it to a colleague since."""
    colleague = make_member(Role.COMMITTEE).staff
    for staff in (committee.staff, colleague):
        make_registration(staff.member)
    days = {"raised_on": date(2026, 10, 1), "due_on": date(2026, 10, 10)}
    need = make_family_need(owner=committee.staff, **days)
    facts = {"due_on": date(2026, 11, 21), "version": need.version, "by": committee}
    actions.revise_family_need(need, on=date(2026, 11, 20), owner=colleague, **facts)

    def asked_of(user, on):
        client.force_login(user)
        return len(client.get("/desk/", {"on": on}).context["gaps"])

    then = [asked_of(user, OCTOBER) for user in (committee, colleague.user)]
    now = [asked_of(user, TODAY) for user in (committee, colleague.user)]

    assert (then, now) == ([1, 0], [0, 1])


def test_the_day_of_a_waiver_that_was_moved_since_is_told_as_it_was(as_committee, committee, term):
    post = make_member_head()
    waiver = make_waiver(post, recorded_on=date(2026, 10, 8), make_up_by=date(2026, 12, 1))
    facts = {"reason": waiver.reason, "version": waiver.version, "by": committee}
    actions.revise_waiver(waiver, make_up_by=date(2027, 1, 15), on=date(2026, 11, 20), **facts)
    lists = {"duty": "walkins.head_hours"}

    then, now = (as_committee.get(BOARD, lists | on).text for on in ({"on": OCTOBER}, {}))

    assert ("至 12月1日" in then, "至 1月15日" in then) == (True, False)
    assert ("至 12月1日" in now, "至 1月15日" in now) == (False, True)


def test_a_reader_sees_of_a_past_day_those_whom_they_may_see_today(client, term):
    """The pupil left the class before the head teacher came."""
    school_class = make_class()
    pupils = [make_student(school_class, name=name) for name in ("金丝雀", "张晓雨")]
    for pupil in pupils:
        make_need(pupil, raised_on=date(2026, 10, 8))
    pupils[0].enrolments.update(until_on=date(2026, 11, 1))
    head = make_head(school_class, from_on=date(2026, 11, 10))
    client.force_login(head.user)

    page = client.get(BOARD, {"duty": STUDENTS, "on": OCTOBER})

    assert "张晓雨" in page.text
    assert "金丝雀" not in page.text
    assert told(client, STUDENTS, OCTOBER) == (0, 1)


def test_every_student_needs_a_linked_class_and_with_a_need_a_pairing_in_touch(term):
    linked, alone = make_class(), make_class()
    make_posting(school_class=linked)
    make_student(linked)
    in_touch, waits, unpaired = (make_need(make_student(linked)).student for _ in range(3))
    make_contact(make_pairing(student=in_touch), happened_on=TODAY)
    make_pairing(student=waits, started_on=date(2026, 9, 7))
    make_student(alone)

    duty = Duty.of("walkins.whole_roll")
    rows = duty.with_standing(duty.bound(on=TODAY), on=TODAY, **duty.figures(on=TODAY))

    assert {row.pk for row in rows.filter(standing="open", is_linked=True)} == {
        waits.pk,
        unpaired.pk,
    }
    assert [row.class_number for row in rows.filter(is_linked=False)] == [alone.number]
    assert (whole_branch(on=TODAY)[duty.key].met, len(rows)) == (2, 5)


def test_a_student_whose_pairing_may_wait_is_seen_by_the_linked_class(term, committee):
    school_class = make_class()
    make_posting(school_class=school_class)
    student = make_need(make_student(school_class)).student
    duty = Duty.of("walkins.whole_roll")
    facts = {"reason": "家长婉拒", "from_on": TODAY, "until_on": TODAY, "by": committee}

    before = whole_branch(on=TODAY)[duty.key].met
    record_excuse(duty_key=STUDENTS, subject=student, **facts)

    assert (before, whole_branch(on=TODAY)[duty.key].met) == (0, 1)


def test_the_command_tells_numbers_alone(term):
    make_need(make_student(name="张晓雨"), raised_on=date(2026, 10, 8))
    figures = {"population": 1, "met": 0, "excused": 0, "gaps": 1, "done": 0, "needed": 1}

    found = json.loads(of_command("--json", "--on", "2026-10-20"))

    assert found[STUDENTS] == figures
    assert found.keys() == Duty.registry.keys()
    assert json.loads(of_command("--json", "--on", "2026-10-07"))[STUDENTS]["population"] == 0
    assert "学生结对　0 / 1 名，暂缓 0，差 1" in of_command()
    assert "张晓雨" not in of_command()


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2026-11-25", "请选择今天或以前的日期"),
        ("abc", "请按 2026-11-24 的样子填写"),
        ("0001-01-01", "请核对年份"),
        ("9999-12-31", "请核对年份"),
    ],
)
def test_the_command_refuses_a_day_in_the_words_of_the_board(term, day, says):
    with pytest.raises(CommandError, match=says):
        of_command("--on", day)


def test_the_command_counts_class_sessions_as_the_board_does(term):
    make_class()

    assert "班级团辅　0 / 3 次，暂缓 0，差 3" in of_command()


def kept(sunday):
    return {row.duty_key: row for row in BoardSnapshot.objects.filter(sunday=sunday)}


def test_the_week_before_is_kept_once_and_as_it_was_said(term):
    student = make_need(make_student(), raised_on=date(2026, 10, 8)).student
    assert snapshots.take_missing(on=TODAY) == 1
    make_pairing(student=student, started_on=date(2026, 10, 12))

    assert snapshots.take_missing(on=TODAY) == 0
    snapshots.take(date(2026, 11, 22))

    row = kept(date(2026, 11, 22))[STUDENTS]
    assert (row.population, row.met, row.gaps) == (1, 0, 1)


def test_weeks_without_the_machine_are_kept_afterwards(term):
    snapshots.take(date(2026, 11, 1))

    assert snapshots.take_missing(on=TODAY) == 3
    assert [kept(date(2026, 11, day)).keys() for day in (8, 15, 22)] == [Duty.registry.keys()] * 3


def test_the_chore_keeps_the_week(term):
    assert Chore.of("coverage.weekly_figures").run(at=HALF_PAST_TWO) == 1
    assert kept(date(2026, 11, 22))


def test_the_lines_are_of_the_ten_weeks_before_the_day(as_committee, term):
    make_need(make_student(), raised_on=date(2026, 11, 4))
    for weeks in range(12):
        snapshots.take(date(2026, 11, 22) - timedelta(weeks=weeks))
    make_need(make_student(), raised_on=date(2026, 11, 23))

    trend = as_committee.get(BOARD).context["trend"]

    (line,) = [line for line in trend["lines"] if line.duty.key == STUDENTS]
    assert trend["sundays"][0::9] == [date(2026, 9, 20), date(2026, 11, 22)]
    assert line.values == [None] * 7 + [1, 1, 1]
    before = as_committee.get(BOARD, {"on": "2026-11-09"}).context["trend"]["lines"]
    assert STUDENTS not in [line.duty.key for line in before]


@pytest.mark.parametrize("who", ["member", "head"])
def test_the_weeks_and_classes_of_the_whole_branch_are_the_committees(client, request, term, who):
    """By subtraction, a head teacher would learn the numbers of another class."""
    person = request.getfixturevalue(who)
    make_need(make_student(make_class()), raised_on=date(2026, 10, 8))
    for sunday in (date(2026, 11, 15), date(2026, 11, 22)):
        snapshots.take(sunday)
    client.force_login(getattr(person, "user", None) or person.staff.user)

    page = client.get(BOARD)

    assert [name for name in ("trend", "heat") if name in page.context] == []
    assert page.context["whole"] == []
    assert "近十周" not in page.text


def test_the_desk_does_not_say_that_what_may_not_be_seen_any_more_was_done(client, member, term):
    make_registration(member)
    waits = make_pairing(member=member, started_on=date(2026, 9, 7))
    waits.until_on, waits.end_reason, waits.outcome = date(2026, 11, 10), "other", "done"
    waits.save()
    client.force_login(member.staff.user)

    then = client.get("/desk/", {"on": "2026-11-06"})

    assert then.context["gaps"] == []
    assert "没有查到那天要您办的事。" in then.text
    assert 'href="/desk/">回到今天的工作台</a>' in then.text
    assert "都落实了" not in then.text


def test_the_desk_tells_what_was_to_be_done_on_a_past_day(client, member, term):
    make_registration(member)
    waits = make_pairing(member=member, started_on=date(2026, 9, 7))
    make_contact(waits, happened_on=date(2026, 11, 20))
    title = f"联系结对学生{waits.student}"
    client.force_login(member.staff.user)

    then = client.get("/desk/", {"on": "2026-11-06"})

    assert [gap.title for gap in then.context["gaps"]] == [title]
    assert title in then.text
    assert title not in client.get("/desk/", {"on": "2026-11-20"}).text
    assert "请选择今天或以前的日期。" in client.get("/desk/", {"on": "2026-11-25"}).text
    assert AccessRecord.objects.latest("pk").subjects == {"student": [waits.student_id]}
