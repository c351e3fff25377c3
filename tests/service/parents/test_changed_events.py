"""What families read and may still do when their event is moved, called off or put out of the calendar."""

from datetime import timedelta

import pytest
from django.urls import reverse

from branch.service.parents import actions
from branch.service.parents.actions.retention import delete_what_families_left
from tests.service.factories import NOW, ONE_DAY, make_event, make_opening, sign_up, states
from tests.service.parents.pages import address, own_page, send

pytestmark = pytest.mark.django_db
CLOSES = "12月3日"


def change(opening, **fields):
    for name, value in fields.items():
        setattr(opening.activity, name, value)
    opening.activity.save()


def page(client, name, opening):
    return client.get(address(name, opening)).content.decode()


def test_the_closing_time_is_never_after_the_event(client, few, clock):
    for number in range(3):
        sign_up(few, number)
    assert CLOSES in page(client, "event", few)
    send(client, few, clock)
    assert CLOSES in own_page(client, few)

    change(few, starts_at=NOW + ONE_DAY, ends_at=None)
    for name in ("event", "signup-own"):
        text = page(client, name, few)
        assert (CLOSES in text, "11月25日" in text) == (False, True)


def test_the_desk_says_so_too_and_shows_the_questions(client, committee, few, clock):
    sign_up(few, question="考前睡不着怎么办？")
    change(few, starts_at=NOW + ONE_DAY, ends_at=None)
    detail = reverse("service:parentopening-detail", args=[few.pk])
    client.force_login(committee)
    assert CLOSES not in client.get(detail).content.decode()
    clock.go_on(days=1, minutes=1)
    client.force_login(committee)
    assert "考前睡不着怎么办？" in client.get(detail).content.decode()
    listed = client.get(reverse("service:parentopening-list")).content.decode()
    assert ("正在报名" in listed, "已截止" in listed) == (False, True)


@pytest.mark.parametrize(
    "changed", [{"starts_at": NOW + ONE_DAY, "ends_at": None}, {"place": "阶梯教室"}]
)
def test_an_event_that_was_moved_says_what_families_were_told(client, few, clock, changed):
    send(client, few, clock)
    pages = [lambda: page(client, "event", few), lambda: own_page(client, few)]
    told = "原定 12月4日 周五 18:30，报告厅，以上面的为准"
    assert [told in read() for read in pages] == [False, False]

    change(few, **changed)
    assert [told in read() for read in pages] == [True, True]

    change(few, state="cancelled", cancel_reason="停电")
    assert [told in read() for read in pages] == [False, False]


@pytest.mark.parametrize("seats", [0, 3])
def test_of_an_event_that_was_called_off_no_seat_is_told(client, few, clock, seats):
    for _ in range(3 - seats):
        sign_up(few)
    send(client, few, clock)
    change(few, state="cancelled", cancel_reason="停电")

    text = own_page(client, few)

    assert "这场活动已经取消，不用再来。" in text
    assert [says for says in ("报名成功", "候补", "加到手机日历") if says in text] == []


def test_at_the_door_of_an_event_that_was_called_off_nobody_is_named(client, few, clock, committee):
    row = sign_up(few)
    clock.at = few.activity.starts_at
    client.force_login(committee)
    door = reverse("service:door", args=[few.pk])
    assert "安晓梅" in client.get(door).content.decode()

    change(few, state="cancelled", cancel_reason="停电")
    assert client.get(door).status_code == 404
    client.post(reverse("service:arrival-tick", args=[few.pk, row.pk]))
    row.refresh_from_db()
    assert row.arrived_at is None


@pytest.mark.parametrize("field", ["is_announced", "is_public"])
def test_who_signed_up_may_cancel_what_is_not_in_public_any_more(client, few, clock, field):
    """One who may not announce an event corrected it: what it says now nobody has looked at."""
    send(client, few, clock)
    change(few, title="新题目", place="新地点", is_announced=field != "is_announced")
    few.activity.programme.is_public = field != "is_public"
    few.activity.programme.save()

    texts = [page(client, name, few) for name in ("signup-own", "signup-find")]
    assert all("新题目" not in text and "新地点" not in text for text in texts)
    assert "这场活动的时间和地点正在核对" in texts[0]
    row = few.signups.get()
    client.cookies.clear()
    found = {"code": row.code, "digits": row.phone[-4:]}
    client.post(address("signup-find", few), found)
    client.post(address("signup-own", few))
    assert states(few) == {1: "cancelled"}
    assert client.get(address("event", few)).status_code == 404


def test_all_of_it_is_deleted_thirty_days_after_the_new_day(few):
    sign_up(few, source=actions.count_one_of(few, address="203.0.113.7", at=NOW)[0])
    make_opening(make_event(title="另一场"))
    change(few, starts_at=few.activity.starts_at + 5 * ONE_DAY, ends_at=None)
    due = few.activity.starts_at + 30 * ONE_DAY

    delete_what_families_left(at=due)
    assert (few.signups.count(), few.sources.count()) == (1, 1)
    delete_what_families_left(at=due + timedelta(seconds=1))
    assert (few.signups.count(), few.sources.count()) == (0, 0)
