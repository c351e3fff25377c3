"""党员联系班级一览表: postings of any period, as they stood on its last day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from branch.core.periods import Period
from branch.members.actions import release_member
from branch.school.models import HeadTeacherPost
from branch.walkins.ledgers import PostingLedger
from branch.walkins.models import Basis
from tests.activities.factories import attend
from tests.factories import (
    make_class,
    make_head,
    make_member,
    make_posting,
    make_staff,
    make_term,
)
from tests.ledgers.files import spreadsheet
from tests.walkins.classes.rows import make_session, teach

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
TERM = Period(date(2026, 9, 1), date(2027, 1, 29), "本学期")
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31), "本月")
DAY = timedelta(days=1)


def lines(user, period=TERM):
    ledger = PostingLedger()
    return [ledger.texts(row) for row in ledger.rows(user, period=period, filters=None)]


def column(user, title, period=TERM):
    place = [column.title for column in PostingLedger.columns].index(title)
    return [line[place] for line in lines(user, period)]


def test_the_columns_are_those_inspectors_ask_for():
    assert [column.title for column in PostingLedger.columns] == [
        "年级",
        "班级",
        "班主任",
        "班主任是否党员",
        "联系党员",
        "任教学科",
        "联系依据",
        "起止日期",
        "本学期参加班级活动次数",
        "本学期班级团辅次数",
        "备注",
    ]


def test_a_line_says_who_is_linked_to_the_class_and_what_was_held(committee):
    school_class = make_class(number=3)
    make_head(school_class, staff=make_staff(name="韩若溪"))
    member = make_member(staff=make_staff(name="周文静"))
    teach(member.staff, "英语", school_class)
    make_posting(member=member, school_class=school_class, basis=Basis.TAUGHT_CLASS)
    make_session(school_class, member.staff, day=(2026, 10, 22))
    make_session(school_class, day=(2026, 11, 12))
    make_session(school_class, member.staff, day=(2026, 12, 3), state="planned")
    make_session(make_class(), member.staff)

    line = ["初二", "初二（3）班", "韩若溪", "否", "周文静", "英语", "任教本班", "2026-09-01 起"]
    assert lines(committee) == [[*line, "1", "2", ""]]


def test_the_line_of_a_period_is_not_changed_by_what_follows(committee):
    school_class = make_class(number=3)
    head = make_head(school_class, staff=make_staff(name="韩若溪"))
    posting = make_posting(school_class=school_class)
    make_session(school_class, posting.member.staff, day=(2026, 10, 22))
    before = lines(committee, OCTOBER)

    HeadTeacherPost.objects.filter(staff=head).update(until_on=date(2026, 11, 8))
    make_head(school_class, from_on=date(2026, 11, 9))
    make_session(school_class, posting.member.staff, day=(2026, 11, 12))
    make_posting(school_class=school_class, from_on=date(2026, 11, 9))
    posting.until_on = date(2026, 11, 8)
    posting.save()
    member = posting.member
    release_member(
        member, until_on=date(2026, 11, 8), version=1, on=OCTOBER.end + 9 * DAY, by=committee
    )

    assert lines(committee, OCTOBER) == before
    assert column(committee, "起止日期") == ["2026-09-01 至 2026-11-08", "2026-11-09 起"]


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        ({"from_on": date(2026, 11, 1)}, []),
        ({"from_on": date(2026, 10, 31)}, ["2026-10-31 起"]),
        ({"until_on": date(2026, 9, 30)}, []),
        ({"until_on": date(2026, 10, 1)}, ["2026-09-01 至 2026-10-01"]),
        ({"until_on": date(2026, 10, 31)}, ["2026-09-01 至 2026-10-31"]),
        ({"until_on": date(2026, 11, 1)}, ["2026-09-01 起"]),
        ({"is_void": True}, []),
    ],
)
def test_a_posting_stands_in_the_periods_in_which_it_held(committee, days, shown):
    make_posting(**days)

    assert column(committee, "起止日期", OCTOBER) == shown


def test_sessions_count_from_the_first_day_and_to_the_last(committee):
    posting = make_posting(from_on=date(2026, 10, 20), until_on=date(2026, 11, 10))
    staff, school_class = posting.member.staff, posting.school_class
    for day in ((2026, 9, 22), (2026, 10, 20), (2026, 11, 10), (2026, 11, 12)):
        make_session(school_class, staff, day=day)
    excused = make_session(school_class, day=(2026, 10, 21))
    attend(excused.activity, staff, "observer")

    assert lines(committee)[0][-3:-1] == ["2", "4"]


def test_a_class_that_left_ends_its_postings(committee):
    make_term(first_year=2025, number=2, starts_on=date(2026, 3, 2), ends_on=date(2026, 6, 30))
    left = make_class(entry_year=2023, number=1)
    make_posting(school_class=left, from_on=date(2026, 3, 2))
    year = Period(date(2026, 1, 1), date(2026, 12, 31), "本年度")

    assert lines(committee) == []
    assert [line[:2] + line[7:8] for line in lines(committee, year)] == [
        ["初三", "初三（1）班", "2026-03-02 至 2026-08-31"]
    ]


def test_a_head_teacher_s_membership_is_that_of_the_day(committee):
    own, other, none = (make_posting(school_class=make_class(number=n)) for n in (1, 2, 3))
    make_head(own.school_class, staff=make_member().staff)
    make_head(other.school_class, staff=make_member(since=date(2026, 11, 1)).staff)

    assert column(committee, "班主任是否党员", OCTOBER) == ["是", "否", ""]
    assert column(committee, "班主任是否党员") == ["是", "是", ""]
    assert none.school_class.head_posts.count() == 0


def test_without_a_term_the_counts_are_blank(committee, term):
    term.delete()
    make_posting()

    assert lines(committee)[0][-3:] == ["", "", ""]


def test_a_member_who_left_before_the_end_is_remarked(committee):
    gone = make_member(staff=make_staff(until_on=date(2026, 10, 15)))
    make_posting(member=gone)

    assert column(committee, "备注", OCTOBER) == ["党员已离校或转出"]


def test_lines_stand_by_grade_and_class(committee):
    for year, number in ((2024, 2), (2026, 1), (2024, 1)):
        make_posting(school_class=make_class(entry_year=year, number=number))

    assert column(committee, "班级") == ["初一（1）班", "初三（1）班", "初三（2）班"]


def test_others_see_their_own_and_a_head_teacher_those_of_the_class(committee):
    posting, other = make_posting(), make_posting()
    head = make_head(posting.school_class)

    ledger, own = PostingLedger(), posting.member.staff.user
    assert [
        ledger.scope_of(user, on=date(2026, 11, 24)) for user in (committee, own, head.user)
    ] == [
        "全支部",
        "本人",
        "本班",
    ]
    assert column(own, "联系党员") == column(head.user, "联系党员") == [str(posting.member)]
    assert len(lines(other.member.staff.user)) == 1
    assert ledger.student_ids(ledger.rows(committee, period=TERM, filters=None)) == []


def test_it_is_read_printed_and_exported(as_committee):
    make_posting(school_class=make_class(number=3))
    address = reverse("ledgers:ledger-detail", args=[PostingLedger.slug])

    shown, printed = as_committee.get(address), as_committee.get(f"{address}print/")
    sheet = spreadsheet(as_committee.get(f"{address}xlsx/"))

    assert ["初二（3）班" in page.text for page in (shown, printed)] == [True, True]
    cells = [[cell for cell in row if cell] for row in sheet.values]
    assert next(row for row in cells if "初二（3）班" in row)[:3] == [1, "初二", "初二（3）班"]


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_long(committee, count, django_assert_num_queries):
    for n in range(count):
        posting = make_posting()
        make_head(posting.school_class)
        teach(posting.member.staff, f"学科{n}", posting.school_class)
        make_session(posting.school_class, posting.member.staff)
    assert committee.has_perm("walkins.add_classposting")

    with django_assert_num_queries(2):
        assert len(lines(committee)) == count
