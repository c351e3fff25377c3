"""家访安排: what a round's print says and what it never says."""

from datetime import date, time

import pytest
from django.urls import reverse

from branch.core.models import AccessRecord
from tests.costs import cost_of
from tests.factories import (
    make_family_need,
    make_hardship,
    make_need,
    make_staff,
    make_student,
    make_visit,
)

pytestmark = pytest.mark.django_db
ROUND = reverse("walkins:visit-round")
# words that would say why a home is visited
REASONS = ("困难", "贫困", "认定", "照护不足", "资助", "生活帮扶", "回访", "入户")


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


@pytest.fixture
def visitor(client):
    staff = make_staff(name="周文静")
    client.force_login(staff.user)
    return staff


def planned(visitor, *students, **facts):
    facts = {"happened_on": date(2026, 11, 24), "state": "planned", **facts}
    return make_visit(*students, visitor=visitor, **facts)


def at_home(name, address="光明路 8 号 302 室"):
    student = make_student(name=name)
    student.family.address = address
    student.family.save()
    return student


def test_a_round_lists_the_own_planned_visits_of_the_day_by_time(client, visitor):
    late, early, open_ended = (
        at_home("李明"),
        at_home("张晓雨", ""),
        make_student(name="王小明", family=None),
    )
    planned(visitor, late, at_time=time(15, 30))
    planned(visitor, early, at_time=time(9, 0))
    planned(visitor, open_ended)

    page = client.get(ROUND)

    assert page.context["lines"] == [
        ("09:00", "张晓雨", "没有登记"),
        ("15:30", "李明", "光明路 8 号 302 室"),
        ("未定", "王小明", "没有登记"),
    ]
    assert "家访安排" in page.text
    assert page.context["fine"] == "打印 周文静 2026-11-24 10:00 · 用后销毁"


def test_siblings_are_one_line(client, visitor):
    student = at_home("李明")
    planned(visitor, student, make_student(name="李悦", family=student.family))

    assert [names for _, names, _ in client.get(ROUND).context["lines"]] == ["李明、李悦"]


def test_visits_of_others_of_other_days_and_made_ones_are_not_on_it(client, visitor):
    planned(make_staff(), at_home("潘云澈"), companions=[visitor])
    planned(visitor, at_home("鲁听澜"), happened_on=date(2026, 11, 25))
    planned(visitor, at_home("纪疏桐"), state="done")
    planned(visitor, at_home("尹望舒"), state="missed", miss_reason="nobody")

    page = client.get(ROUND, {"on": "2026-11-24"})

    assert page.context["lines"] == []
    assert "光明路" not in page.text
    assert "先约一次家访" in page.text


def test_it_opens_on_the_next_day_with_a_visit_and_another_may_be_asked_for(client, visitor):
    planned(visitor, at_home("鲁听澜"), happened_on=date(2026, 11, 28))
    planned(visitor, at_home("潘云澈"), happened_on=date(2026, 12, 5))
    planned(visitor, at_home("纪疏桐"), happened_on=date(2026, 11, 21))

    pages = [client.get(ROUND, asked) for asked in ({}, {"on": "2026-12-05"})]

    lines = [[names for _, names, _ in page.context["lines"]] for page in pages]
    assert lines == [["鲁听澜"], ["潘云澈"]]
    assert "日期：2026-11-28" in pages[0].text


def test_a_round_of_a_past_school_year_is_closed(client, visitor):
    planned(visitor, at_home("鲁听澜"), happened_on=date(2026, 5, 4))

    assert client.get(ROUND, {"on": "2026-05-04"}).context["lines"] == []


def test_nothing_on_it_says_why_a_home_is_visited(client, visitor):
    student = make_hardship(at_home("李明")).student
    make_need(student, kind="living")
    visit = planned(visitor, student, is_hardship=True, is_return=True, topics=["care"])
    make_family_need(student.family, visit=visit)

    page = client.get(ROUND)

    assert page.context["lines"] == [("未定", "李明", "光明路 8 号 302 室")]
    assert [word for word in REASONS if word in page.text] == []


def test_one_print_has_at_most_eight_homes(client, visitor):
    for n in range(9):
        planned(visitor, at_home(f"学生{n}"), at_time=time(9 + n))

    pages = [client.get(ROUND, {"on": "2026-11-24", "part": part}) for part in (1, 2)]

    assert [len(page.context["lines"]) for page in pages] == [8, 1]
    assert "学生8" not in pages[0].text
    assert "第 2 张" in pages[0].text


def test_each_family_leaves_an_access_record_of_its_own(client, visitor):
    first, second, alone = at_home("李明"), at_home("张晓雨"), make_student(family=None)
    sister = make_student(family=first.family)
    planned(visitor, first, sister)
    planned(visitor, second)
    planned(visitor, alone)

    client.get(ROUND)

    records = AccessRecord.objects.filter(page="walkins:visit-round", action="print")
    assert sorted(row.subjects["student"] for row in records) == [
        [first.pk, sister.pk],
        [second.pk],
        [alone.pk],
    ]
    assert {tuple(row.subjects.get("family", ())) for row in records} == {
        (first.family_id,),
        (second.family_id,),
        (),
    }


def test_a_day_without_a_round_leaves_no_record(client, visitor):
    client.get(ROUND, {"on": "2026-11-25"})

    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_long(client, visitor, count):
    for n in range(count):
        planned(visitor, at_home(f"学生{n}"))
    client.get(ROUND)

    page, cost = cost_of(client.get, ROUND)

    assert (page.status_code, cost) == (200, 9)
