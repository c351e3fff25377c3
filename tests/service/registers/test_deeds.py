"""Deeds of one's own: counted as told, late ones seen by a second person, put right, withdrawn, undone."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from branch.core import undo
from branch.core.models import Figure, Stale
from branch.core.periods import year
from branch.coverage.models import Notice
from branch.service.models import ItemTick, ServiceDeed
from branch.service.registers.actions import (
    confirm_deed,
    refuse_deed,
    revise_deed,
    tell_deed,
    tick_items,
    withdraw_deed,
)
from branch.service.registers.reading import done_in
from tests.activities.factories import at
from tests.activities.openings import make_event, make_opening, take
from tests.conftest import HALF_PAST_TWO, TODAY
from tests.factories import make_member, make_staff
from tests.service.registers.rows import (
    make_community,
    make_content,
    make_deed,
    make_item,
    make_late_deed,
)
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def tell(member, **fields):
    given = {"happened_on": TODAY, "minutes": 60, "on": TODAY, "by": member.staff.user}
    given |= {"community": make_community(), "content": make_content()}
    return tell_deed(member, **given | fields)


def again(deed, **fields):
    """Put right with the same facts but these."""
    names = ("happened_on", "community", "content", "minutes", "version")
    given = {name: getattr(deed, name) for name in names}
    return revise_deed(deed, on=TODAY, by=deed.recorded_by, **given | fields)


@pytest.mark.parametrize(("days", "state"), [(0, "counted"), (7, "counted"), (8, "waiting")])
def test_what_is_told_within_the_week_counts_and_what_is_told_later_waits(member, days, state):
    deed = tell(member, happened_on=TODAY - timedelta(days=days))

    assert (deed.state, deed.needs_second) == (state, state == "waiting")


def test_the_school_sets_how_late_is_late(member, secretary):
    facts = {"from_on": date(2026, 9, 1), "why": "支部决定", "set_by": secretary}
    Figure.objects.create(key="service.deed_days", value=1, **facts)

    assert tell(member, happened_on=TODAY - timedelta(days=2)).state == "waiting"


def test_a_late_deed_is_told_to_the_committee_and_counts_when_one_agrees(member, secretary):
    deed = tell(member, happened_on=date(2026, 10, 18))
    assert Notice.objects.get().user == secretary

    confirm_deed(deed, version=1, on=TODAY, by=secretary)
    deed.refresh_from_db()

    assert (deed.state, deed.decided_by, Notice.objects.count()) == ("counted", secretary, 0)
    with pytest.raises(ValidationError, match="已经办过"):
        refuse_deed(deed, refusal="facts", version=2, on=TODAY, by=secretary)


def test_nobody_agrees_to_a_deed_of_their_own(secretary):
    deed = make_late_deed(secretary.staff.member)

    with pytest.raises(ValidationError, match="另一名支委"):
        confirm_deed(deed, version=1, on=TODAY, by=secretary)


@pytest.mark.parametrize("own", [True, False])
def test_the_database_counts_a_late_deed_only_with_a_second_person(own, secretary):
    deed = make_late_deed(secretary.staff.member)
    facts = {"state": "counted"}
    if own:
        facts |= {"decided_by": secretary, "decided_on": TODAY}

    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceDeed.objects.filter(pk=deed.pk).update(**facts)


def test_a_refused_deed_is_put_right_and_waits_again(member, secretary):
    deed = make_late_deed(member)
    refuse_deed(deed, refusal="facts", version=1, on=TODAY, by=secretary)
    assert Notice.objects.get().user == member.staff.user

    deed.refresh_from_db()
    again(deed, minutes=90)
    deed.refresh_from_db()

    assert (deed.state, deed.minutes, deed.refusal) == ("waiting", 90, "")
    assert Notice.objects.get().user == secretary


def test_a_confirmed_deed_that_is_changed_is_seen_again(member, secretary):
    deed = make_late_deed(member)
    confirm_deed(deed, version=1, on=TODAY, by=secretary)
    deed.refresh_from_db()
    again(deed, minutes=240)

    deed.refresh_from_db()
    assert (deed.state, deed.decided_by) == ("waiting", None)


def test_the_same_deed_is_told_once(member):
    deed = tell(member)

    with pytest.raises(ValidationError, match="已经记过"):
        tell(member, community=deed.community, content=deed.content, minutes=90)


@pytest.mark.parametrize("minutes", [0, 29, 721])
def test_hours_have_a_least_and_a_most(member, minutes):
    with pytest.raises(ValidationError, match="半小时到 12 小时"):
        tell(member, minutes=minutes)


def test_nothing_is_told_ahead(member):
    with pytest.raises(ValidationError, match="不能晚于今天"):
        tell(member, happened_on=TODAY + timedelta(days=1))


@pytest.mark.usefixtures("time_stands")
def test_a_withdrawn_deed_comes_back_by_an_undo_unless_it_was_told_anew(member):
    deed, by = make_deed(member), member.staff.user
    step = withdraw_deed(deed, version=1, on=TODAY, by=by)
    assert done_in(member, year(TODAY)) == []

    told = tell(member, community=deed.community, content=deed.content)
    with pytest.raises(ValidationError, match="已经记过"), transaction.atomic():
        undo.undo(step, on=TODAY, at=HALF_PAST_TWO, by=by)
    withdraw_deed(told, version=1, on=TODAY, by=by)
    undo.undo(step, on=TODAY, at=HALF_PAST_TWO, by=by)

    deed.refresh_from_db()
    assert deed.state == "counted"


def test_deeds_are_listed_by_year_the_latest_first(member):
    days = (date(2025, 12, 31), date(2026, 3, 5), date(2026, 11, 14))
    for day in days:
        make_deed(member, happened_on=day)
    make_deed()

    assert [line.day for line in done_in(member, year(TODAY))] == [days[2], days[1]]


def test_ticks_keep_their_day_and_what_another_device_changed(member):
    first, second, third = make_item(), make_item(), make_item()
    facts = {"by": member.staff.user}
    tick_items(member, ticked={first.pk}, shown=set(), on=date(2026, 9, 26), **facts)
    # a page opened before that ticks the second and knows nothing of the first
    tick_items(member, ticked={second.pk}, shown=set(), on=TODAY, **facts)
    tick_items(member, ticked={third.pk}, shown={second.pk}, on=TODAY, **facts)

    rows = ItemTick.objects.filter(member=member).values_list("item", "ticked_on")
    assert set(rows) == {(first.pk, date(2026, 9, 26)), (third.pk, TODAY)}


@pytest.mark.usefixtures("on_disk")
def test_two_decisions_at_once_decide_once():
    deed = make_late_deed()
    users = [make_member().staff.user for _ in range(2)]
    facts = {"version": 1, "on": TODAY}
    raised = at_once(
        lambda: confirm_deed(deed, by=users[0], **facts),
        lambda: refuse_deed(deed, refusal="facts", by=users[1], **facts),
    )

    assert [type(error) for error in raised] in ([ValidationError], [Stale])
    deed.refresh_from_db()
    assert (deed.version, deed.state in ("counted", "refused")) == (2, True)


def test_ones_part_in_an_event_stands_among_them_and_counts_once_it_is_confirmed(member, today):
    slots = [
        make_opening(make_event(title=title, starts_at=at(2026, month, 14))).slots.get()
        for title, month in (("中央车站", 11), ("红心塔", 10))
    ]
    seen = {"confirmed_by": make_staff(name="唐海平"), "confirmed_on": today}
    take(slots[0], member.staff, hours=Decimal("2.5"), **seen)
    take(slots[1], member.staff, hours=Decimal("2"))
    take(slots[1], hours=Decimal("2"))

    lines = done_in(member, year(TODAY))

    told = [(line.title, line.hours, line.note, line.state) for line in lines]
    series = slots[0].opening.activity.programme.name
    assert told == [
        (f"{series}：中央车站", "2.5 小时", "唐海平 已确认", "counted"),
        (f"{series}：红心塔", "2 小时", "", "waiting"),
    ]
