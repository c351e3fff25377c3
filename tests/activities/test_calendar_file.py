"""The calendar file of an event for those who help at it, read by icalendar."""

import pytest
from django.urls import reverse
from icalendar import Calendar

from tests.activities.factories import at
from tests.activities.openings import make_event, make_opening, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]


def entry_for(client, opening):
    answer = client.get(reverse("activities:opening-file", args=[opening.activity_id]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (entry,) = Calendar.from_ical(answer.content).walk("VEVENT")
    return entry


def test_it_has_time_place_role_and_where_they_meet(client, as_teacher, teacher):
    event = make_event(title="社区\n服务", ends_at=at(2026, 12, 5, 11))
    opening = make_opening(event, meeting_point="8:40 活动室门口", remark="穿马甲")
    take(opening.slots.get(), teacher.staff)

    entry = entry_for(client, opening)

    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (event.starts_at, event.ends_at)
    assert (entry["summary"], entry["location"]) == ("社区 服务", "春晖社区")
    assert entry["description"] == "岗位：家庭教育咨询。集合：8:40 活动室门口。穿马甲"
    assert entry["url"] == f"http://testserver{opening.get_absolute_url()}"


def test_it_names_no_role_of_another_and_says_that_the_event_was_called_off(client, as_teacher):
    event = make_event(state="cancelled", cancel_reason="下雨")
    opening = make_opening(event)
    take(opening.slots.get())

    entry = entry_for(client, opening)

    assert (entry["description"], entry["status"]) == ("", "CANCELLED")
    assert entry.decoded("dtend") - entry.decoded("dtstart") == at(2026, 12, 5, 11) - at(
        2026, 12, 5, 9
    )


def test_the_page_offers_it_while_the_event_is_to_come(client, as_teacher):
    opening = make_opening()
    address = reverse("activities:opening-file", args=[opening.activity_id])

    assert address in client.get(opening.get_absolute_url()).text
    opening.activity.state = "done"
    opening.activity.save()
    assert address not in client.get(opening.get_absolute_url()).text
