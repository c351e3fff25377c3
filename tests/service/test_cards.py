"""家长报名 on the page of an activity: the list, the form that opens it, or nothing."""

import pytest
from django.urls import reverse

from tests.activities.factories import make_activity
from tests.service.factories import make_event, make_opening

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]


def page_of(client, activity):
    return client.get(activity.get_absolute_url()).text


def test_the_committee_is_led_to_the_list(client, as_committee):
    opening = make_opening()

    assert f'href="{opening.get_absolute_url()}"' in page_of(client, opening.activity)


def test_who_may_open_an_event_is_led_to_its_form(client, as_committee):
    event = make_event()

    assert reverse("service:parentopening-create", args=[event.pk]) in page_of(client, event)


def test_who_logged_another_event_reads_nothing_of_it(client, as_counsellor):
    opened, unopened = make_opening().activity, make_event()

    assert "家长报名" not in page_of(client, opened).split("<main")[1]
    assert "家长报名" not in page_of(client, unopened).split("<main")[1]


def test_an_event_that_was_held_or_is_not_for_families_has_none(client, as_committee):
    for activity in (make_activity("家长学校"), make_activity("党课")):
        assert "开放家长报名" not in page_of(client, activity)
