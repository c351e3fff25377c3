"""Storing an activity makes the same number of queries for one person expected and for thirty-three."""

import pytest
from django.urls import reverse
from django.utils import timezone

from branch.activities.models import Activity
from tests.activities.factories import make_activity, make_planned, programme
from tests.activities.page_form import form_of
from tests.costs import cost_of
from tests.factories import make_member, make_staff

pytestmark = pytest.mark.django_db
NEW = reverse("activities:activity-create")


@pytest.fixture(params=[0, 32])
def ill(request, secretary):
    """A person expected, where only the secretary is, or the secretary and 32 others."""
    others = [make_member() for _ in range(request.param)]
    return others[0].staff if others else secretary.staff


def store(client, address, **typed):
    """Fill the real form and send it; returns the queries made by sending it."""
    after, cost = cost_of(client.post, address, form_of(client.get(address)) | typed)
    assert after.status_code == 302, after.context["form"].errors
    return cost


def typed_on(moment):
    return {
        "title": "审议计划",
        "starts_at": timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M"),
        "place": "党员活动室",
    }


def edit_of(activity):
    return reverse("activities:activity-update", args=[activity.pk])


@pytest.mark.parametrize(("name", "cost"), [("党员大会", 16), ("党小组会", 17), ("社区大讲堂", 15)])
def test_logging_one(as_secretary, ill, yesterday, name, cost):
    group = ill.member.group.pk if name == "党小组会" else ""
    address = f"{NEW}?programme={programme(name).pk}&party_group={group}"
    people = {"host": ill.pk, "recorder": ill.pk, "absent": [ill.pk]}

    assert store(as_secretary, address, **typed_on(yesterday), **people) == cost
    assert Activity.objects.get().names_of("host") == ill.name


def test_planning_one(as_secretary, ill, tomorrow):
    address = f"{NEW}?programme={programme('党员大会').pk}"

    assert store(as_secretary, address, **typed_on(tomorrow), host=ill.pk) == 15


def test_writing_the_record_of_one_that_was_planned(as_secretary, ill, yesterday):
    planned = make_planned(starts_at=yesterday)

    assert (
        store(as_secretary, edit_of(planned), host=ill.pk, absent=[ill.pk], summary="开得好") == 17
    )
    assert [row.staff for row in planned.attendances.filter(state="absent")] == [ill]


@pytest.mark.parametrize(
    ("typed", "cost"),
    [
        ({}, 16),
        ({"summary": "写过的内容", "recorder": ""}, 16),
        ({"title": "改过的题目"}, 16),
        ({"starts_at": "2026-11-19T16:00"}, 17),
    ],
)
def test_correcting_one(as_secretary, ill, yesterday, typed, cost):
    held = make_activity(starts_at=yesterday, host=ill)
    store(as_secretary, edit_of(held))

    assert store(as_secretary, edit_of(held), **typed) == cost


def test_correcting_who_was_there_and_who_hosted(as_secretary, ill, yesterday):
    held = make_activity(starts_at=yesterday, host=ill)
    store(as_secretary, edit_of(held))

    assert store(as_secretary, edit_of(held), absent=[ill.pk], host=make_staff().pk) == 17
    assert [row.staff for row in held.attendances.filter(state="absent")] == [ill]


def test_closing_as_planned(as_secretary, ill, yesterday):
    planned = make_planned(starts_at=yesterday)
    close = reverse("activities:activity-close", args=[planned.pk])
    sent = form_of(as_secretary.get(planned.get_absolute_url()))

    after, cost = cost_of(as_secretary.post, close, sent)

    assert (after.url, cost) == (planned.get_absolute_url(), 11)


def test_cancelling(as_secretary, ill, yesterday):
    held = make_activity(starts_at=yesterday)

    cancel = reverse("activities:activity-cancel", args=[held.pk])

    assert store(as_secretary, cancel, reason="停电") == 11
