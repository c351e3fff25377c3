"""Who is told on a Monday and on another day: what the desk lists with a day, once, and only those concerned."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from branch.accounts.models import Role
from branch.core.models import Figure
from branch.coverage.models import Notice, OutboxMessage
from branch.coverage.reminding import plan_reminders
from branch.school.models import SchoolDay
from branch.walkins.models import HomeVisit
from tests.coverage.conftest import MONDAY, TUESDAY, make_mailbox
from tests.factories import (
    make_class,
    make_contact,
    make_head,
    make_member,
    make_pairing,
    make_staff,
    make_visit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "clock", "mail_port")]


@pytest.fixture
def pairing():
    """One without a contact: its member is asked for one by the end of the week."""
    pairing = make_pairing()
    make_mailbox(pairing.member.staff.user)
    return pairing


def due_visit(user, day):
    """A visit that the user is to make on the day."""
    return make_visit(happened_on=day, visitor=user.staff, state=HomeVisit.State.PLANNED)


def told():
    return sorted((m.user_id, m.kind, m.count) for m in OutboxMessage.objects.all())


def seen():
    return sorted((n.user_id, n.title) for n in Notice.objects.all())


def test_on_monday_a_member_is_told_how_much_falls_due(pairing):
    user = pairing.member.staff.user

    assert plan_reminders(at=MONDAY) == 1

    assert told() == [(user.pk, "week", 1)]
    assert seen() == [(user.pk, "本周有 1 件事到期")]
    assert OutboxMessage.objects.get().counts == {"walkins.contact": 1}


def test_what_is_told_is_what_the_desk_lists_with_a_day(pairing, clock):
    user = pairing.member.staff.user
    client = Client()
    client.force_login(user)
    for days in (-2, 3, 7, 8):
        due_visit(user, MONDAY.date() + timedelta(days=days))
    clock.now = MONDAY

    plan_reminders(at=MONDAY)

    last = MONDAY.date() + timedelta(days=7)
    listed = client.get("/desk/").context["todos"]
    due = [todo for todo in listed if todo.due_on and todo.due_on <= last]
    assert (len(due), OutboxMessage.objects.get().count) == (4, 4)
    assert OutboxMessage.objects.get().counts == {"walkins.contact": 1, "": 3}


def test_who_has_nothing_due_is_not_told(pairing):
    make_contact(pairing, happened_on=MONDAY.date() - timedelta(days=1))

    assert plan_reminders(at=MONDAY) == 0
    assert (told(), seen()) == ([], [])


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.SECRETARY])
def test_on_another_day_the_committee_is_told_of_that_day_alone(pairing, role, clock):
    keeper, member = make_member(role).staff.user, pairing.member.staff.user
    make_mailbox(keeper, "keeper@example.com")
    clock.now = TUESDAY
    for user in (keeper, member):
        for days in (-1, 0, 1):
            due_visit(user, TUESDAY.date() + timedelta(days=days))

    assert plan_reminders(at=TUESDAY) == 1

    assert told() == [(keeper.pk, "day", 1)]
    assert seen() == [(keeper.pk, "当天有 1 件事到期")]


def test_a_second_tick_and_what_falls_due_later_that_day_tell_nobody(pairing):
    plan_reminders(at=MONDAY)
    other = make_pairing().member.staff.user
    make_mailbox(other, "other@example.com")
    Notice.objects.update(read_at=MONDAY)

    assert plan_reminders(at=MONDAY + timedelta(minutes=10)) == 0

    assert told() == [(pairing.member.staff.user_id, "week", 1)]
    assert Notice.objects.unread().count() == 0


def test_a_round_that_was_cut_off_is_ended_and_tells_nobody_twice(pairing, monkeypatch):
    make_mailbox(make_pairing().member.staff.user, "other@example.com")
    with monkeypatch.context() as cut:
        cut.setattr("branch.coverage.reminding._end", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            plan_reminders(at=MONDAY)
    Notice.objects.update(read_at=MONDAY)

    assert plan_reminders(at=MONDAY + timedelta(minutes=10)) == 2

    assert len(told()) == OutboxMessage.objects.values("user").distinct().count() == 2
    assert Notice.objects.unread().count() == 0


def test_a_tick_that_comes_late_on_monday_still_tells(pairing):
    plan_reminders(at=MONDAY.replace(hour=20, minute=59))

    assert len(told()) == 1


@pytest.mark.parametrize(
    ("day", "hour", "minute", "is_told"),
    [
        (date(2026, 11, 23), 7, 29, False),
        (date(2026, 11, 23), 7, 30, True),
        (date(2026, 11, 23), 20, 59, True),
        (date(2026, 11, 23), 21, 0, False),
        (date(2026, 11, 23), 6, 59, False),
        (date(2026, 11, 30), 8, 0, True),
        # Saturday, Sunday
        (date(2026, 11, 28), 8, 0, False),
        (date(2026, 11, 29), 8, 0, False),
        # the national holiday, of which the first is a Thursday and the fifth a Monday
        (date(2026, 10, 1), 8, 0, False),
        (date(2026, 10, 5), 8, 0, False),
        # a Saturday on which people work in place of it
        (date(2026, 10, 10), 8, 0, True),
        # before the term, and after the last one on record
        (date(2026, 8, 24), 8, 0, False),
        (date(2027, 7, 19), 8, 0, False),
    ],
)
def test_nobody_is_told_at_night_or_on_days_without_school(
    committee, clock, day, hour, minute, is_told
):
    moment = MONDAY.replace(year=day.year, month=day.month, day=day.day, hour=hour, minute=minute)
    clock.now = moment
    due_visit(committee, day)

    plan_reminders(at=moment)

    assert bool(seen()) is is_told


def test_nobody_is_told_on_a_holiday_of_the_school(pairing):
    SchoolDay.objects.create(day=MONDAY.date(), kind=SchoolDay.Kind.CLOSED)

    plan_reminders(at=MONDAY)

    assert (told(), seen()) == ([], [])


@pytest.fixture
def agreed(secretary):
    """Sets a figure of the branch."""

    def agreed(key, value):
        facts = {"from_on": date(2026, 9, 1), "set_by": secretary, "why": "支部商定"}
        Figure.objects.create(key=key, value=value, **facts)

    return agreed


def test_the_hour_is_a_figure(pairing, agreed):
    agreed("coverage.remind_from", 9)

    told_at = [plan_reminders(at=MONDAY.replace(hour=hour)) for hour in (8, 9)]

    assert told_at == [0, 1]


@pytest.mark.parametrize(("days", "is_told"), [(5, False), (6, True)])
def test_how_many_days_ahead_is_a_figure(pairing, agreed, days, is_told):
    """The contact is due on Sunday."""
    agreed("coverage.days_ahead", days)

    plan_reminders(at=MONDAY)

    assert bool(seen()) is is_told


@pytest.mark.parametrize(("key", "hour"), [("quiet_until", 7.75), ("quiet_from", 7)])
def test_the_quiet_hours_are_figures(pairing, agreed, key, hour):
    """At half past seven people are reminded, unless the branch is quiet then."""
    agreed(f"coverage.{key}", hour)

    assert plan_reminders(at=MONDAY) == 0


def test_without_a_usable_address_there_is_no_e_mail_but_a_notice(pairing):
    off, none, asked = (make_pairing().member.staff.user for _ in range(3))
    make_mailbox(off, "off@example.com", is_on=False)
    make_mailbox(asked, "", confirmed_at=None, asked_address="new@example.com", **LINK)

    plan_reminders(at=MONDAY)

    assert [user for user, *_ in told()] == [pairing.member.staff.user_id]
    assert {user for user, _ in seen()} >= {off.pk, none.pk, asked.pk}


LINK = {"token": "0b4a8d7c-6f0f-4c4b-9a44-2d6a1b0c3e5f", "asked_at": MONDAY}


def test_a_school_without_a_server_sends_no_e_mail(pairing, settings):
    settings.HAS_MAIL = False

    plan_reminders(at=MONDAY)

    assert (told(), len(seen())) == ([], 1)


def test_who_left_or_is_neither_member_nor_committee_is_not_told(pairing):
    head, teacher = make_head(make_class()).user, make_staff().user
    for user in (head, teacher):
        make_mailbox(user, f"{user.pk}@example.com")
        due_visit(user, MONDAY.date())
    pairing.member.staff.user.is_active = False
    pairing.member.staff.user.save()

    plan_reminders(at=MONDAY)

    assert (told(), seen()) == ([], [])


def test_on_monday_the_group_gets_the_sum_and_on_other_days_nothing(pairing, committee, group):
    make_pairing()
    due_visit(committee, TUESDAY.date())

    plan_reminders(at=MONDAY)
    plan_reminders(at=TUESDAY)

    robot = OutboxMessage.objects.get(channel="robot")
    assert (robot.kind, robot.counts, robot.user) == ("week", {"": 3}, None)


def test_the_notice_leads_to_the_desk_and_the_next_one_takes_its_place(pairing, clock):
    user = pairing.member.staff.user
    client = Client()
    client.force_login(user)
    plan_reminders(at=MONDAY)

    notice = Notice.objects.get()
    assert client.post(f"/desk/coverage/notices/{notice.pk}/open/").url == "/desk/"
    clock.now = MONDAY + timedelta(days=7)
    plan_reminders(at=clock.now)
    assert (Notice.objects.get().day, Notice.objects.get().read_at) == (clock.now.date(), None)


def test_a_reminder_ends_when_nothing_is_due_any_more(pairing, clock):
    plan_reminders(at=MONDAY)
    make_contact(pairing, happened_on=MONDAY.date() + timedelta(days=6))
    clock.now = MONDAY + timedelta(days=7)

    plan_reminders(at=clock.now)

    assert seen() == []


def test_tick_plans_and_sends(pairing, post):
    call_command("tick", verbosity=0)

    assert [to for to, _, _ in post.taken] == ["zhou@example.com"]
    assert OutboxMessage.objects.get().state == OutboxMessage.State.SENT
