"""党员结对帮扶一览表: pairings of any period, as they stood on their last day in it."""

from datetime import date

import pytest
from django.urls import reverse

from branch.core.models import AccessRecord, AuditEvent
from branch.core.periods import Period
from branch.school.models import Enrolment, HeadTeacherPost, RollNumber
from branch.walkins.ledgers import PairingLedger
from branch.walkins.models import Pairing, SupportNeed
from tests.costs import cost_of
from tests.factories import (
    make_class,
    make_contact,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_staff,
    make_student,
    make_term,
)
from tests.ledgers.files import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
TERM = Period(date(2026, 9, 1), date(2027, 1, 29), "本学期")
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31), "本月")
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), "本年度")
BEFORE = Period(date(2025, 9, 1), date(2026, 8, 31), "上一学年")
TITLES = (
    "年级",
    "班级",
    "学生编号",
    "班主任",
    "结对党员",
    "帮扶类别",
    "结对日期",
    "监护人知情日期",
    "本学期帮扶次数",
    "最近帮扶日期",
    "状态",
    "办结日期和原因",
)


@pytest.fixture(autouse=True)
def spring(term):
    """The term before the current one."""
    return make_term(
        first_year=2025, number=2, starts_on=date(2026, 3, 2), ends_on=date(2026, 6, 30)
    )


def lines(user, period=TERM):
    ledger = PairingLedger()
    return [ledger.texts(row) for row in ledger.rows(user, period=period, filters=None)]


def column(user, title, period=TERM):
    return [line[TITLES.index(title)] for line in lines(user, period)]


def number(student, term, digits):
    RollNumber.objects.create(term=term, student=student, number=digits)


def end(pairing, until_on, *, reason="goal_met", outcome="done"):
    Pairing.objects.filter(pk=pairing.pk).update(
        until_on=until_on, end_reason=reason, outcome=outcome
    )


def test_the_columns_are_those_inspectors_ask_for():
    assert tuple(column.title for column in PairingLedger.columns) == TITLES


def test_a_line_shows_categories_and_a_number_but_no_name(committee, term):
    school_class = make_class(number=3)
    make_head(school_class, staff=make_staff(name="韩若溪"))
    student = make_student(school_class, name="张晓雨")
    number(student, term, "0187")
    make_need(student, kind="company")
    make_need(student, kind="learning")
    member = make_member(staff=make_staff(name="周文静"))
    pairing = make_pairing(student=student, member=member)
    make_contact(pairing, happened_on=date(2026, 10, 13))
    make_contact(pairing, happened_on=date(2026, 11, 10))

    (row,) = PairingLedger().rows(committee, period=TERM, filters=None)

    who = ["初二", "初二（3）班", "0187", "韩若溪", "周文静", "学业帮扶、成长陪伴"]
    days = ["2026-09-15", "2026-09-14", "2", "2026-11-10"]
    assert PairingLedger().texts(row) == [*who, *days, "进行中", ""]
    assert PairingLedger().student_ids([row]) == [student.pk]


@pytest.mark.parametrize(
    ("reason", "outcome", "shown"),
    [
        ("goal_met", "done", ["办结", "2026-10-20 目标达成"]),
        ("graduated", "done", ["办结", "2026-10-20 毕业"]),
        ("member_moved", "handed_over", ["办结", "2026-10-20 交接"]),
        ("on_request", "paused", ["暂停", "2026-10-20 学生或家长要求更换"]),
    ],
)
def test_how_it_ended_is_said_in_three_words(committee, reason, outcome, shown):
    end(make_pairing(), date(2026, 10, 20), reason=reason, outcome=outcome)

    assert lines(committee)[0][-2:] == shown


@pytest.mark.parametrize(
    ("started_on", "until_on", "states"),
    [
        (date(2026, 11, 1), None, []),
        (date(2026, 10, 31), None, ["进行中"]),
        (date(2026, 9, 15), date(2026, 9, 30), []),
        (date(2026, 9, 15), date(2026, 10, 1), ["办结"]),
        (date(2026, 9, 15), date(2026, 10, 31), ["办结"]),
        (date(2026, 9, 15), date(2026, 11, 1), ["进行中"]),
        # entered by mistake, it ran on no day
        (date(2026, 10, 15), date(2026, 10, 14), []),
    ],
)
def test_a_pairing_stands_in_the_periods_in_which_it_ran(committee, started_on, until_on, states):
    pairing = make_pairing(started_on=started_on)
    if until_on:
        end(pairing, until_on)

    assert column(committee, "状态", OCTOBER) == states


def test_the_line_of_a_period_is_not_changed_by_what_follows(committee, term):
    school_class, other = make_class(number=3), make_class(number=4)
    head = make_head(school_class)
    student = make_student(school_class)
    make_need(student)
    pairing = make_pairing(student=student)
    make_contact(pairing, happened_on=date(2026, 10, 13))
    before = lines(committee, OCTOBER)

    make_contact(pairing, happened_on=date(2026, 11, 3))
    make_need(student, kind="learning", raised_on=date(2026, 11, 4))
    HeadTeacherPost.objects.filter(staff=head).update(until_on=date(2026, 11, 5))
    Enrolment.objects.filter(student=student).update(until_on=date(2026, 11, 5))
    Enrolment.objects.create(student=student, school_class=other, from_on=date(2026, 11, 6))
    end(pairing, date(2026, 11, 20))

    assert lines(committee, OCTOBER) == before
    assert before[0][-2:] == ["进行中", ""]
    assert lines(committee) != before


def test_a_need_counts_that_was_open_while_the_pairing_ran(committee):
    student = make_student()
    pairing = make_pairing(student=student)
    for kind, days in (
        ("learning", {"raised_on": date(2026, 9, 1), "until_on": date(2026, 9, 14)}),
        ("living", {"raised_on": date(2026, 9, 1), "until_on": date(2026, 9, 15)}),
        ("company", {"raised_on": date(2026, 10, 20)}),
        ("home_care", {"raised_on": date(2026, 10, 21)}),
    ):
        reason = SupportNeed.CloseReason.MET if "until_on" in days else ""
        make_need(student, kind=kind, close_reason=reason, **days)
    end(pairing, date(2026, 10, 20))

    assert column(committee, "帮扶类别") == ["生活帮扶、成长陪伴"]


@pytest.mark.parametrize(
    ("period", "shown"),
    [
        (TERM, ["2", "2026-11-10"]),
        (OCTOBER, ["1", "2026-10-13"]),
        # holidays are of the term before them
        (Period(date(2026, 7, 1), date(2026, 7, 31), "7月"), ["2", "2026-07-07"]),
        (BEFORE, ["2", "2026-07-07"]),
    ],
)
def test_contacts_count_from_the_term_of_the_last_day_on(committee, period, shown):
    pairing = make_pairing(started_on=date(2025, 12, 1))
    for day in ((2026, 1, 6), (2026, 3, 2), (2026, 7, 7), (2026, 10, 13), (2026, 11, 10)):
        make_contact(pairing, happened_on=date(*day))

    (line,) = lines(committee, period)

    assert line[8:10] == shown


def test_without_a_term_the_count_is_blank(committee, term, spring):
    term.delete()
    spring.delete()
    make_pairing()

    assert lines(committee)[0][8:10] == ["", ""]


def test_class_head_and_number_of_an_earlier_year_are_those_of_its_last_day(
    committee, term, spring
):
    school_class = make_class(number=7)
    former = make_head(school_class, until_on=date(2026, 8, 31))
    make_head(school_class, from_on=date(2026, 9, 1))
    student = make_student(school_class, since=date(2025, 9, 1))
    number(student, spring, "0099")
    number(student, term, "0001")
    make_pairing(student=student, started_on=date(2026, 3, 9))

    assert lines(committee, BEFORE)[0][:4] == ["初一", "初一（7）班", "0099", str(former)]
    assert lines(committee, YEAR)[0][:3] == ["初二", "初二（7）班", "0001"]


def test_a_class_that_graduated_is_named_as_it_was(committee, spring):
    left = make_class(entry_year=2023, number=1)
    student = make_student(left, since=date(2023, 9, 1))
    number(student, spring, "0345")
    pairing = make_pairing(student=student, started_on=date(2026, 3, 9))
    forgotten = lines(committee)

    end(pairing, date(2026, 6, 16), reason="graduated")

    assert forgotten[0][:3] == ["毕业", "2023级（1）班", "0345"]
    assert lines(committee) == []
    assert lines(committee, YEAR)[0][:3] == ["初三", "初三（1）班", "0345"]


def test_a_student_who_left_before_the_end_stands_in_the_last_class(committee, term):
    school_class = make_class(number=5)
    head = make_head(school_class, until_on=date(2026, 10, 15))
    student = make_student(school_class)
    number(student, term, "0200")
    Enrolment.objects.filter(student=student).update(until_on=date(2026, 10, 9))
    make_pairing(student=student)

    assert lines(committee)[0][:4] == ["初二", "初二（5）班", "0200", str(head)]


def test_lines_stand_by_grade_class_and_number_and_never_by_a_count(committee, term):
    places = ((2024, 2, "0001"), (2026, 1, "0009"), (2024, 1, "0007"), (2026, 1, "0008"))
    classes = {key: make_class(entry_year=key[0], number=key[1]) for key in {p[:2] for p in places}}
    for year, n, digits in places:
        student = make_student(classes[year, n])
        number(student, term, digits)
        pairing = make_pairing(student=student)
    make_contact(pairing)

    assert column(committee, "学生编号") == ["0008", "0009", "0007", "0001"]


def test_grades_of_several_years_stand_together(committee):
    third = make_student(make_class(entry_year=2024, number=9), since=date(2024, 9, 1))
    second = make_student(make_class(entry_year=2025, number=1), since=date(2025, 9, 1))
    end(make_pairing(student=third, started_on=date(2026, 3, 9)), date(2026, 6, 16))
    make_pairing(student=second)

    assert column(committee, "班级", YEAR) == ["初二（1）班", "初二（9）班"]


def test_others_see_their_own_and_a_head_teacher_those_of_the_class(committee):
    school_class = make_class()
    head = make_head(school_class)
    mine = make_pairing(student=make_need(make_student(school_class)).student)
    other = make_pairing(student=make_student())
    member, counsellor = mine.member.staff.user, make_staff("counsellor").user

    seen = {user: len(lines(user)) for user in (committee, head.user, member, counsellor)}

    assert list(seen.values()) == [2, 1, 1, 1]
    assert column(member, "结对党员") == column(head.user, "结对党员") == [str(mine.member)]
    assert column(counsellor, "结对党员") == [str(mine.member)] != [str(other.member)]
    assert [PairingLedger().scope_of(user, on=date(2026, 11, 24)) for user in seen] == [
        "全支部",
        "本班",
        "本人",
        "本人、有待办帮扶需求的学生",
    ]


@pytest.mark.parametrize("name", ["detail", "print", "xlsx", "docx"])
def test_no_page_or_file_has_a_students_name(as_committee, term, name):
    student = make_student(make_class(number=3), name="张晓雨")
    number(student, term, "0187")
    make_pairing(student=student)

    words = words_of(as_committee.get(reverse(f"ledgers:ledger-{name}", args=["pairings"])))

    assert ("0187" in words, "张晓雨" in words, "晓雨" in words) == (True, False, False)


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_every_export_is_recorded(as_committee, committee, suffix):
    pairing = make_pairing()

    as_committee.get(reverse(f"ledgers:ledger-{suffix}", args=["pairings"]))

    event = AuditEvent.objects.get(verb="ledger.exported")
    name = f"党员结对帮扶一览表-20260901-20270129.{suffix}"
    assert (event.actor, event.says) == (committee, f"{name}，1 行")
    record = AccessRecord.objects.get()
    assert (record.action, record.subjects) == ("export", {"student": [pairing.student_id]})


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_long(committee, count):
    for _ in range(count):
        school_class = make_class()
        make_head(school_class)
        make_contact(make_pairing(student=make_need(make_student(school_class)).student))
    assert committee.has_perm("walkins.add_pairing")

    found, cost = cost_of(lines, committee)

    assert (len(found), cost) == (count, 2)
