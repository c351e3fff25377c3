"""The stall: who may tally, taps without a script, the batches of the script, and what each is told."""

import json
from datetime import timedelta
from math import inf
from uuid import uuid4

import pytest
from django.urls import reverse

from branch.activities.models import Activity, ActivityPart
from branch.service.models import ConsultTap
from branch.service.outings.forms.tallies import BROKEN, CHOOSE, MOST_TAPS
from tests.activities import openings
from tests.activities.factories import at
from tests.service.factories import NOW
from tests.service.outings.rows import make_trip, tally, topic
from tests.walkins.pages import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip(clock):
    """A stop of today."""
    return make_trip(starts_at=NOW, state="planned")


@pytest.fixture
def crew(client, trip, teacher):
    """The phone of a teacher who helps at it."""
    ActivityPart.objects.create(activity=trip, role="assistant", staff=teacher.staff)
    client.force_login(teacher)
    return client


def address(trip, name="tally"):
    return reverse(f"service:{name}", args=[trip.pk])


def press(client, trip, name="家庭教育", **fields):
    sent = filled(client, address(trip)) | {"topic": topic(name).pk, **fields}
    return client.post(address(trip), sent, follow=True)


def counts():
    return {one.topic.name: one.minutes for one in ConsultTap.objects.counted()}


def send(client, trip, rows):
    return client.post(address(trip, "taps-join"), {"taps": json.dumps(rows)})


def row(name="家庭教育", minutes=None, *, undone=False):
    return [str(uuid4()), topic(name).pk, minutes, undone]


def test_without_a_script_a_tap_is_a_post_and_can_be_undone(crew, trip):
    page = press(crew, trip, minutes="10").text
    assert counts() == {"家庭教育": 10}
    assert "刚刚：<span data-tally-name>家庭教育</span> +1" in page

    last = ConsultTap.objects.get().pk
    page = crew.post(address(trip), {"undo": last}, follow=True).text
    assert (counts(), "已撤销一次。" in page) == ({}, True)


def test_a_form_that_is_sent_twice_is_one_tap(crew, trip):
    sent = filled(crew, address(trip)) | {"topic": topic().pk}
    crew.post(address(trip), sent)
    page = crew.post(address(trip), sent, follow=True).text

    assert ("没有重复办理" in page, ConsultTap.objects.count()) == (True, 1)


def test_a_spent_page_says_so_and_its_next_tap_is_counted(crew, trip):
    """The browser went back to a page of before."""
    sent = filled(crew, address(trip)) | {"topic": topic().pk}
    crew.post(address(trip), sent)
    refused = crew.post(address(trip), sent | {"topic": topic("亲子沟通").pk})
    assert "请再点一次" in refused.text

    again = {"tap": refused.context["form"]["tap"].value(), "topic": topic("亲子沟通").pk}
    crew.post(address(trip), again)
    assert set(counts()) == {"家庭教育", "亲子沟通"}


@pytest.mark.parametrize(
    "sent", [{}, {"topic": "7000"}, {"topic": "x"}, {"undo": "x"}, {"minutes": "7"}]
)
def test_what_is_no_tap_gets_a_sentence(crew, trip, sent):
    answer = crew.post(address(trip), sent | {"tap": uuid4()})

    assert (answer.status_code, answer.context["form"].is_valid()) == (200, False)
    assert 'role="alert"' in answer.text
    assert ConsultTap.objects.count() == 0


def test_an_empty_tap_is_asked_for_a_topic(crew, trip):
    assert CHOOSE in crew.post(address(trip)).text


def test_a_batch_is_answered_by_what_is_counted_now(crew, trip):
    tally(trip, {"亲子沟通": 2})
    rows = [row(), row(minutes=20), row(undone=True)]

    for _ in range(2):
        answer = send(crew, trip, rows)
        found = {str(topic().pk): 2, str(topic("亲子沟通").pk): 2}
        assert (answer.status_code, answer.json()) == (200, {"counts": found})


@pytest.mark.parametrize(
    "taps",
    [
        "",
        "x",
        "{}",
        "[]",
        "[" * 100_000,
        "[[]]",
        "[1]",
        '[["x", 1, null, false]]',
        "[[null, 1, null, false]]",
    ],
)
def test_a_broken_batch_gets_a_sentence(crew, trip, taps):
    answer = crew.post(address(trip, "taps-join"), {"taps": taps})

    assert (answer.status_code, answer.json()) == (400, {"says": BROKEN})


@pytest.mark.parametrize(
    "change",
    [{1: 10**30}, {1: inf}, {1: 0}, {2: 7}, {2: "5"}, {2: [5]}, {1: None}, {0: 5}],
    ids=str,
)
def test_a_tap_with_made_up_facts_gets_a_sentence(crew, trip, change):
    made_up = [change.get(place, value) for place, value in enumerate(row())]

    assert send(crew, trip, [made_up]).status_code == 400


def test_more_taps_than_a_batch_takes_are_refused(crew, trip):
    assert send(crew, trip, [row() for _ in range(MOST_TAPS)]).status_code == 200
    assert send(crew, trip, [row() for _ in range(MOST_TAPS + 1)]).status_code == 400


def test_a_batch_that_comes_too_late_is_told_why(crew, trip, teacher, clock):
    clock.go_on(days=8)
    crew.force_login(teacher)
    answer = send(crew, trip, [row()])

    assert answer.status_code == 409
    assert "12月1日已经截止，后来的没有计入" in answer.json()["says"]
    page = crew.get(address(trip)).text
    assert ("不再改" in page, 'name="topic"' in page) == (True, False)


def test_before_the_day_nothing_is_tapped(crew, trip):
    Activity.objects.update(starts_at=NOW + timedelta(days=1))

    assert "活动当天开始登记" in crew.get(address(trip)).text
    assert "活动当天才开始登记" in press(crew, trip).text
    assert ConsultTap.objects.count() == 0


def test_who_has_no_part_in_the_event_finds_no_stall(client, trip, head, member):
    other = make_trip(starts_at=NOW)
    ActivityPart.objects.create(activity=other, role="host", staff=head)
    for user in (head.user, member.staff.user):
        client.force_login(user)
        assert client.get(address(trip)).status_code == 404
        assert client.post(address(trip), {"topic": topic().pk}).status_code == 404
        assert send(client, trip, [row()]).status_code == 404
    assert ConsultTap.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "status"), [("placed", 200), ("added", 200), ("waiting", 404), ("withdrawn", 404)]
)
def test_a_colleague_with_a_role_tallies(client, trip, state, status):
    slot = openings.make_opening(trip).slots.get()
    client.force_login(openings.take(slot, state=state).staff.user)

    assert client.get(address(trip)).status_code == status


def test_the_list_has_the_events_of_the_crew_and_their_number_beside_the_menu(crew, trip):
    make_trip(starts_at=NOW, title="别人的一站")
    page = crew.get(reverse("service:tally-list")).text

    assert (trip.title in page, "别人的一站" in page) == (True, False)
    assert crew.get(reverse("portal:desk")).wsgi_request.user.tallies_today == 1


def test_on_its_day_the_stall_is_one_tap_from_the_desk_and_from_the_event(crew, trip, clock):
    def reached():
        event = crew.get(reverse("activities:activity-detail", args=[trip.pk])).text
        quick = [item.label for item in crew.get(reverse("portal:desk")).context["quick"]]
        return address(trip) in event, "咨询登记" in quick

    assert reached() == (True, True)
    Activity.objects.update(starts_at=NOW + timedelta(days=1), ends_at=None)
    assert reached() == (False, False)


def test_what_is_today_stands_first_in_the_list(crew, trip, teacher):
    later = make_trip(starts_at=NOW + timedelta(days=3), state="planned", logged_by=teacher)

    rows = crew.get(reverse("service:tally-list")).context["object_list"]

    assert [row.pk for row in rows] == [trip.pk, later.pk]


def test_a_signed_out_phone_is_led_to_the_sign_in_and_nothing_is_stored(client, trip):
    answer = send(client, trip, [row()])

    assert (answer.status_code, ConsultTap.objects.count()) == (302, 0)


def test_the_hours_are_filled_from_the_tally_and_may_be_changed(client, trip, committee):
    opening = openings.make_opening(trip)
    tally(trip, {"家庭教育": 4, "其他": 3})
    client.force_login(committee)
    hours = reverse("activities:hours-confirm", args=[trip.pk])
    form = filled(client, hours)
    assert form["served_count"] == "7"
    assert "咨询登记有 7 人次" in client.get(hours).text

    client.post(hours, form | {"served_count": "9"})
    opening.refresh_from_db()
    assert opening.served_count == 9
    assert filled(client, hours)["served_count"] == "9"


def test_without_a_tally_nobody_knows_how_many_were_served(client, trip, committee):
    openings.make_opening(trip, closes_at=at(2026, 11, 23))
    client.force_login(committee)

    assert "served_count" not in filled(client, reverse("activities:hours-confirm", args=[trip.pk]))
