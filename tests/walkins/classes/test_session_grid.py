"""The table of class sessions: what was held, is planned and is missing, and the exams left out."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from branch.school.models import SchoolClass, SchoolDay, Term
from branch.walkins.classes.months import sheet_of
from tests.factories import make_class, make_head, make_posting, make_session, make_term

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
GRID = reverse("walkins:session-grid")


def held(school_class, month, day, **fields):
    year = 2026 if month > 8 else 2027
    return make_session(
        school_class, starts_at=datetime(year, month, day, 7, 50, tzinfo=UTC), **fields
    )


def exams(*days):
    for day in days:
        SchoolDay.objects.create(day=day, kind="exam")


def last_weeks_of_january():
    exams(*(date(2027, 1, day) for day in (*range(18, 23), *range(25, 30))))


def sheet(term, on, **fields):
    classes = SchoolClass.objects.in_school_on(on)
    return sheet_of(classes, term=term, needed=3, on=on, **fields)


def kinds(row):
    return [cell.kind for cell in row.cells]


def test_a_row_has_what_was_held_planned_and_missing_by_month(term, today, school_class):
    held(school_class, 10, 22)
    held(school_class, 12, 15, state="planned")
    held(school_class, 11, 3, state="cancelled")

    (row,) = sheet(term, today).rows

    assert kinds(row) == ["none", "done", "none", "plan", "none"]
    assert (row.done, row.planned, row.missing, row.unplanned) == (1, 1, 2, 1)
    assert [cell.gap for cell in row.cells] == [0, 0, 0, 1, 0]


def test_what_is_missing_is_placed_where_a_week_is_left(term, today, school_class):
    """On 24 November four school days of the month are left."""
    (row,) = sheet(term, today).rows
    (earlier,) = sheet(term, date(2026, 11, 22)).rows

    assert [cell.gap for cell in row.cells] == [0, 0, 0, 3, 0]
    assert [cell.gap for cell in earlier.cells] == [0, 0, 3, 0, 0]


def test_nothing_is_placed_in_exams_or_after_the_term(term, school_class):
    last_weeks_of_january()

    (row,) = sheet(term, date(2027, 1, 16)).rows
    (after,) = sheet(term, date(2027, 2, 10)).rows

    assert [cell.gap for cell in row.cells] == [0, 0, 0, 0, 0]
    assert [cell.gap for cell in after.cells] == [0, 0, 0, 0, 0]


def test_the_last_days_before_exams_are_still_offered(term, school_class):
    last_weeks_of_january()

    (row,) = sheet(term, date(2027, 1, 13)).rows

    assert [cell.gap for cell in row.cells] == [0, 0, 0, 0, 3]


def test_a_month_that_ends_with_exams_is_one_cell_of_each_grade(term, today):
    last_weeks_of_january()
    exams(date(2026, 11, 16))
    for entry_year, number in ((2026, 1), (2026, 2), (2025, 1)):
        make_class(entry_year=entry_year, number=number)
    held(SchoolClass.objects.get(entry_year=2025), 1, 7, state="planned")

    grades = dict(sheet(term, today).grades)

    spans = {name: [row.cells[-1].off_rows for row in rows] for name, rows in grades.items()}
    assert spans == {"初一年级": [2, 0], "初二年级": [None]}
    assert sheet(term, today).exams_say == "11月16日、1月18–29日"
    assert [row.cells[2].off_rows for row in grades["初一年级"]] == [None, None]


def test_the_totals_are_of_what_was_held(term, today):
    first, second, third = (make_class(entry_year=2025, number=n) for n in (1, 2, 3))
    for day in (9, 10, 11, 12):
        held(first, 11, day)
    held(second, 11, 9)
    held(second, 12, 15, state="planned")

    found = sheet(term, today)

    assert (found.totals, found.done) == ([0, 0, 4 + 1, 0, 0], 5)
    # the fourth session of one class makes up for no other
    assert (found.counted, found.needed) == (4, 9)
    assert [len(rows) for rows in (found.complete, found.begun, found.untouched)] == [1, 1, 1]
    assert [row.school_class for row in found.untouched] == [third]
    assert found.begun_says == "差 2 次"


def test_a_gap_leads_to_the_form_of_its_class(client, as_committee, term, school_class):
    text = client.get(GRID).text

    address = f"{reverse('walkins:session-create')}?school_class={school_class.pk}&amp;plan=1"
    assert "点日期看记录，点“待排”安排一次。" in text
    assert f'<a href="{address}" aria-label="初二（3）班，12月待排 3 次">' in text


def test_a_head_teacher_sees_the_own_class_alone(client, head, term):
    make_head(make_class(entry_year=2025, number=4))
    client.force_login(head.user)

    rows = client.get(GRID).context["sheet"].rows

    assert [row.name for row in rows] == ["初二（3）班"]


def test_who_may_not_plan_is_not_told_to_tap(client, member, school_class, term):
    make_posting(member=member, school_class=school_class)
    client.force_login(member.staff.user)

    assert "格里是日期，点日期看记录。" in client.get(GRID).text


def test_a_linked_member_sees_gaps_without_links(client, member, term, school_class):
    make_posting(school_class=school_class, member=member)
    client.force_login(member.staff.user)

    page = client.get(GRID)

    assert "<span>待排 3 次</span>" in page.text
    assert reverse("walkins:session-create") not in page.text


def test_who_helped_elsewhere_finds_it_below(client, teacher, term, school_class):
    session = make_session(school_class, companions=[teacher.staff])
    make_session(make_class())
    client.force_login(teacher)

    page = client.get(GRID)

    assert page.context["sheet"].rows == []
    assert list(page.context["others"]) == [session]


def test_an_earlier_term_has_its_classes_and_no_gap(client, as_committee, term):
    before = make_term(
        first_year=2025, number=2, starts_on=date(2026, 3, 2), ends_on=date(2026, 6, 30)
    )
    graduated = make_class(entry_year=2023, number=1)
    make_class(entry_year=2026, number=1)
    make_session(graduated, starts_at=datetime(2026, 4, 9, 7, 50, tzinfo=UTC))

    page = client.get(GRID, {"term": before.pk})

    assert [row.name for row in page.context["sheet"].rows] == ["初三（1）班"]
    assert [cell.gap for cell in page.context["sheet"].rows[0].cells] == [0, 0, 0, 0]


def test_without_a_term_there_is_a_sentence(client, as_committee):
    Term.objects.all().delete()

    assert "还没有学期" in client.get(GRID).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_costs_the_same_however_long(
    client, as_committee, term, count, django_assert_num_queries
):
    for n in range(count):
        school_class = make_class(entry_year=2025, number=n + 1)
        for day in range(9, 9 + count):
            held(school_class, 11, day)
    client.get(GRID)

    with django_assert_num_queries(13):
        client.get(GRID)


@pytest.mark.parametrize("count", [1, 3])
def test_a_session_and_its_form_cost_the_same_however_many(
    client, head, term, school_class, count, django_assert_num_queries
):
    for day in range(9, 9 + count):
        session = held(school_class, 11, day, leaders=[head])
    client.force_login(head.user)
    addresses = session.get_absolute_url(), reverse("walkins:session-create")
    for address, cost in zip(addresses, (10, 16), strict=True):
        client.get(address)
        with django_assert_num_queries(cost):
            client.get(address)
