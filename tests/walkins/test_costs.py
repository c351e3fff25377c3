"""How many queries a page makes, once the session has been extended for the hour."""

import pytest
from django.urls import reverse

from tests.costs import cost_of
from tests.factories import (
    make_contact,
    make_guardian,
    make_pairing,
)
from tests.walkins.goals import DAY, make_goal, make_progress, make_subject, set_one
from tests.walkins.pages import filled

pytestmark = pytest.mark.django_db
CONTACT = reverse("walkins:contact-create")


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("who", "name", "queries"),
    [
        ("committee", "pairing-list", 9),
        ("member", "pairing-list", 8),
        ("committee", "need-list", 8),
        ("committee", "pairing-create", 9),
        ("member", "contact-create", 9),
    ],
)
def test_a_page_costs_the_same_however_long(
    request, client, django_assert_num_queries, count, who, name, queries
):
    person = request.getfixturevalue(who)
    fields = {"member": person} if who == "member" else {}
    for _ in range(count):
        make_contact(make_pairing(**fields))
    client.force_login(person.staff.user if who == "member" else person)
    client.get(reverse(f"walkins:{name}"))

    with django_assert_num_queries(queries):
        client.get(reverse(f"walkins:{name}"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_pairing_page_costs_the_same_however_long(
    client, pair, pairing, count, django_assert_num_queries
):
    for number in range(count):
        make_contact(pairing)
        make_guardian(pairing.student)
        make_goal(pairing, steps=[("better", DAY)] * count)
        make_progress(pairing, make_subject(f"学科{number}"))
    client.get(pairing.get_absolute_url())

    with django_assert_num_queries(21):
        client.get(pairing.get_absolute_url())


def test_recording_a_contact_costs_few_queries(client, pair, pairing):
    form = filled(client, f"{CONTACT}?pairing={pairing.pk}") | {"kind": "care"}

    after, cost = cost_of(client.post, CONTACT, form)

    assert (after.url, cost) == (pairing.get_absolute_url(), 15)


def test_a_tap_on_a_goal_costs_few_queries(client, pair, pairing):
    goal, _ = set_one(pairing)
    address = reverse("walkins:goal-step", args=[pairing.pk, goal.pk])
    client.get(pairing.get_absolute_url())

    after, cost = cost_of(client.post, address, {"state": "better", "version": 1})

    assert (after.url, cost) == (goal.get_absolute_url(), 15)
