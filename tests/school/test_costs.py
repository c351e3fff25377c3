"""The number of queries of each page, with the session extended already."""

from datetime import date

import pytest
from django.urls import reverse

from branch.school.models import SchoolDay, Subject, Teaching
from tests.costs import cost_of
from tests.factories import (
    make_class,
    make_guardian,
    make_head,
    make_pairing,
    make_staff,
    make_student,
    make_term,
)
from tests.walkins.pages import filled

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(the_day):
    """All pages are read on 2026-11-24."""


@pytest.fixture
def place(term):
    return make_class()


def fill(place, term, count):
    """Add `count` students of a family, teaching colleagues, classes with heads, terms and school days."""
    subject = Subject.objects.create(name="数学")
    first = make_student(place)
    make_guardian(first)
    for n in range(count):
        make_student(place, family=first.family)
        make_guardian(first, phone="")
        make_pairing(student=make_student(place, family=first.family))
        head = make_head(make_class())
        make_head(place, staff=head, until_on=date(2021, 9, 1 + n))
        for school_class in (place, make_class()):
            Teaching.objects.create(
                term=term, staff=head, school_class=school_class, subject=subject
            )
        SchoolDay.objects.create(day=date(2026, 10, 12 + n), kind="closed")
        year = 2027 + n
        make_term(first_year=year, starts_on=date(year, 9, 1), ends_on=date(year + 1, 1, 20))
    return first, head


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("who", "name", "queries"),
    [
        ("committee", "class-list", 6),
        ("committee", "class-detail", 12),
        ("committee", "class-print", 8),
        ("committee", "student-list", 8),
        ("committee", "family-detail", 17),
        ("committee", "family-split", 9),
        ("committee", "family-relative", 8),
        ("committee", "student-detail", 15),
        ("administrator", "student-detail", 11),
        ("administrator", "student-move", 9),
        ("committee", "staff-list", 8),
        ("teacher", "staff-list", 8),
        ("committee", "staff-detail", 8),
        ("teacher", "term-list", 7),
        ("teacher", "term-detail", 7),
    ],
)
def test_a_page_costs_the_same_however_long(
    request, client, place, term, count, who, name, queries
):
    student, head = fill(place, term, count)
    kind = name.partition("-")[0]
    row = {"class": place, "student": student, "staff": head, "term": term}
    row = (row | {"family": student.family})[kind]
    address = reverse(f"school:{name}", args=[] if name.endswith("list") else [row.pk])
    client.force_login(request.getfixturevalue(who))
    client.get(address)

    page, cost = cost_of(client.get, address)

    assert (page.status_code, cost) == (200, queries)


@pytest.mark.parametrize("count", [1, 3])
def test_those_who_left_cost_the_same_however_many(client, as_committee, place, count):
    for _ in range(count):
        make_student(place).enrolments.update(until_on=date(2026, 10, 9))
    asked = {"state": "left"}
    client.get(reverse("school:student-list"), asked)

    page, cost = cost_of(lambda address: client.get(address, asked), reverse("school:student-list"))

    assert (len(page.context["rows"]), cost) == (count, 9)


@pytest.mark.parametrize(
    ("name", "typed", "queries"),
    [
        ("student-move", {"to_class": "", "on": "2026-10-12"}, 16),
        ("student-leave", {"last_on": "2026-10-12"}, 13),
        ("head-appoint", {"staff": ""}, 14),
        ("guardian-create", {"name": "林秀珍", "relation": "母亲", "phone": "13911112222"}, 14),
    ],
)
def test_a_change_costs_few_queries(client, administrator, committee, place, name, typed, queries):
    student, other, colleague = make_student(place), make_class(), make_staff()
    row = place if name == "head-appoint" else student
    address = reverse(f"school:{name}", args=[row.pk])
    client.force_login(committee if name == "guardian-create" else administrator)
    known = {"to_class": other.pk, "staff": colleague.pk}
    form = filled(client, address) | {key: value or known[key] for key, value in typed.items()}

    answer, cost = cost_of(client.post, address, form)

    assert (answer.status_code, cost) == (302, queries)
