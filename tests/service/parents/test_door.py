"""The door: the crew ticks off who comes, from an hour before to an hour after, by name or code."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from branch.activities.models import ActivityPart
from branch.core.models import AccessRecord
from branch.service.models import FamilyTurnout
from branch.service.parents import actions
from branch.service.parents.models import came_of
from tests.activities import openings
from tests.activities.openings import take
from tests.factories import make_class
from tests.service.factories import NOW, make_event, make_opening, phone_of, sign_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening(opening, teacher, clock):
    """Ten minutes before the lecture; the teacher helps, two families have a seat and one waits."""
    ActivityPart.objects.create(
        activity=opening.activity, role=ActivityPart.Role.ASSISTANT, staff=teacher.staff
    )
    sign_up(opening, name="安晓梅", people_count=2)
    sign_up(opening, name="白建国")
    sign_up(opening, name="程丽华", is_over=True)
    clock.at = opening.activity.starts_at - timedelta(minutes=10)
    return opening


@pytest.fixture
def crew(client, evening, teacher):
    """The teacher's phone, signed in that evening."""
    client.force_login(teacher)
    return client


def door(opening, name="door", *keys):
    return reverse(f"service:{name}", args=[opening.pk, *keys])


def page(client, opening, query=""):
    return client.get(door(opening) + query).content.decode()


def test_the_crew_ticks_a_family_off_and_takes_it_back(crew, evening):
    row = evening.signups.get(number=1)

    crew.post(door(evening, "arrival-tick", row.pk))
    crew.post(door(evening, "arrival-tick", row.pk))
    assert came_of(evening) == 2
    assert "刚刚：安晓梅，2 人" in page(crew, evening)

    crew.post(door(evening, "arrival-undo", row.pk))
    crew.post(door(evening, "arrival-undo", row.pk))
    assert came_of(evening) == 0
    assert "刚刚" not in page(crew, evening)


@pytest.mark.parametrize("asked", ["安", "anxiaomei", "axm"])
def test_a_family_is_found_by_name_pinyin_or_code(crew, evening, asked):
    text = page(crew, evening, f"?q={asked}")

    assert ("安晓梅" in text, "白建国" in text) == (True, False)


def test_a_family_is_found_by_its_code(crew, evening):
    row = evening.signups.get(number=2)
    text = page(crew, evening, f"?q={row.code[:4].lower()} {row.code[4:]}")

    assert ("安晓梅" in text, "白建国" in text) == (False, True)


def test_the_door_and_the_printed_list_have_names_and_no_telephone(crew, evening):
    for name in ("door", "door-print"):
        text = crew.get(door(evening, name)).content.decode()
        assert ("安晓梅" in text, "白建国" in text, "程丽华" in text) == (True, True, False)
        assert [row.phone for row in evening.signups.all() if row.phone[-8:] in text] == []
    assert [(row.action, row.subject_count) for row in AccessRecord.objects.all()] == [
        ("print", 2),
        ("view", 2),
    ]


def test_a_long_list_shows_fifty_and_then_everybody(crew, evening, clock):
    first = evening.signups.get(number=1)
    for number in range(51):
        first.pk, first.number, first.phone = None, 10 + number, phone_of(500 + number)
        first.code, first.token = f"{number:08}", uuid4()
        first.save(force_insert=True)

    text = page(crew, evening)
    assert "再看 3 户" in text
    assert f'<a href="{door(evening)}" aria-current="page">全部 53 户</a>' in text
    assert "再看" not in page(crew, evening, "?everybody=1")


def test_people_who_had_not_signed_up_are_a_number_of_a_grade(crew, evening):
    sent = {"grade": "2", "people_count": "3"}
    crew.post(door(evening, "unannounced-add"), sent)
    crew.post(door(evening, "unannounced-undo"), sent | {"people_count": "1"})

    (row,) = FamilyTurnout.objects.all()
    assert (row.school_class, row.grade, row.came_count) == (None, 2, 2)


@pytest.mark.parametrize(
    "sent", [{"grade": "1", "people_count": "1"}, {"grade": "2", "people_count": "99"}]
)
def test_other_grades_and_too_many_people_are_refused(crew, evening, sent):
    answer = crew.post(door(evening, "unannounced-add"), sent, follow=True)

    assert "请选年级，人数填 1 到 9。" in answer.content.decode()
    assert FamilyTurnout.objects.count() == 0


def test_more_than_came_cannot_be_taken_back(evening, clock):
    with pytest.raises(ValidationError, match="没有这么多人"):
        actions.undo_unannounced(evening, grade=2, people_count=1, at=clock.at)


@pytest.mark.parametrize(
    ("minutes", "is_open"), [(-61, False), (-60, True), (149, True), (151, False)]
)
def test_arrivals_are_ticked_from_an_hour_before_to_an_hour_after(evening, minutes, is_open):
    row, at = evening.signups.get(number=1), evening.activity.starts_at + timedelta(minutes=minutes)
    if is_open:
        assert actions.tick_arrival(row, at=at).arrived_at == at
    else:
        with pytest.raises(ValidationError, match="现在不是登记到场的时间"):
            actions.tick_arrival(row, at=at)


def test_the_names_are_read_from_a_day_before_to_an_hour_after(client, teacher, evening, clock):
    starts = evening.activity.starts_at
    seen = {}
    for minutes in (-24 * 60 - 1, -24 * 60, 150, 151):
        clock.at = starts + timedelta(minutes=minutes)
        client.force_login(teacher)
        seen[minutes] = client.get(door(evening)).status_code

    assert seen == {-24 * 60 - 1: 404, -24 * 60: 200, 150: 200, 151: 404}


def test_who_has_no_part_in_the_event_keeps_no_door(crew, evening, clock):
    make_class(entry_year=2023)
    other = make_opening(make_event(starts_at=clock.at + timedelta(minutes=5), ends_at=None))

    assert crew.get(door(other)).status_code == 404
    assert "期末前" in crew.get(reverse("service:door-list")).content.decode()


def test_one_who_waits_has_no_seat_to_be_ticked_off(evening, clock):
    with pytest.raises(ValidationError, match="没有座位"):
        actions.tick_arrival(evening.signups.get(number=3), at=clock.at)


def test_who_has_arrived_cannot_cancel(evening, clock):
    row = actions.tick_arrival(evening.signups.get(number=1), at=clock.at)

    with pytest.raises(ValidationError, match="已经到场"):
        actions.cancel_sign_up(row, at=NOW)


def test_the_number_stays_when_the_families_are_deleted(evening, clock):
    row = actions.tick_arrival(evening.signups.get(number=1), at=clock.at)
    evening.signups.all().delete()

    assert [(one.says_on(clock.at.date()), one.came_count) for one in evening.turnouts.all()] == [
        (row.school_class.name_on(clock.at.date()), 2)
    ]


@pytest.mark.parametrize(
    ("state", "status"), [("placed", 200), ("waiting", 404), ("withdrawn", 404)]
)
def test_a_colleague_who_signed_up_for_a_role_keeps_the_door(client, evening, state, status):
    roles = openings.make_opening(evening.activity).slots
    helper = take(roles.get(), state=state).staff
    client.force_login(helper.user)

    assert client.get(door(evening)).status_code == status
