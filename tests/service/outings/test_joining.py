"""Taps join the tally of their event once: in any order, however often, from several phones, with undos before taps."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from branch.activities.models import Activity
from branch.core.models import AuditEvent, Figure
from branch.service.models import ConsultTally, ConsultTap
from branch.service.outings import actions
from branch.service.outings.actions import Tap
from tests.activities.factories import at
from tests.coverage.test_any_school import SOME
from tests.service.outings.rows import THAT_DAY, make_trip, tally, tap, topic
from tests.short_transactions import rolled_back
from tests.threads import at_once

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


@pytest.fixture
def trip(db):
    return make_trip()


def counted(trip):
    return ConsultTap.objects.filter(tally__activity=trip).by_topic()


def join(trip, *taps, when=THAT_DAY):
    return actions.join_taps(trip, taps=list(taps), at=when)


PHONE = st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=6)


def sent_by(phones, dice):
    """(all that the phones send, in any order and some of it twice; {topic: how many are counted in the end})"""
    topics = [topic(name).pk for name in ("家庭教育", "亲子沟通", "其他")]
    sent, expected = [], Counter()
    for phone, taps in enumerate(phones):
        for turn, (which, is_undone) in enumerate(taps):
            one = Tap(UUID(int=phone * 100 + turn + 1), topics[which])
            # of an undone tap the phone may send the undo alone, or first
            sent += [one] * dice.randint(0 if is_undone else 1, 2)
            sent += [replace(one, is_undone=True)] * dice.randint(1, 2) * is_undone
            expected[one.topic] += not is_undone
    dice.shuffle(sent)
    return sent, {key: count for key, count in expected.items() if count}


@SOME
@given(phones=st.lists(PHONE, min_size=1, max_size=3), dice=st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_of_the_batches_gives_the_same_sum(trip, phones, dice):
    sent, expected = sent_by(phones, dice)
    with rolled_back():
        while sent:
            size = dice.randint(1, 4)
            batch, sent = sent[:size], sent[size:]
            for _ in range(dice.randint(1, 2)):
                join(trip, *batch)
        assert counted(trip) == expected


def test_an_undo_that_comes_before_its_tap_undoes_it(trip):
    one = tap()
    join(trip, Tap(one.pk, one.topic, is_undone=True))
    join(trip, one)

    assert (counted(trip), ConsultTap.objects.count()) == ({}, 1)


def test_an_event_undoes_no_tap_of_another(trip):
    one, other = tap(), make_trip()
    join(trip, one)
    join(other, Tap(one.pk, one.topic, is_undone=True))
    actions.undo_tap(other, one.pk, at=THAT_DAY)

    assert counted(trip) == {one.topic: 1}


def test_several_phones_at_once_are_counted_exactly(on_disk):
    trip = make_trip()
    batches = [[tap() for _ in range(9)] for _ in range(5)]
    calls = [lambda taps=taps: join(trip, *taps) for taps in (*batches, *batches)]

    assert at_once(*calls) == []
    assert (counted(trip), ConsultTally.objects.count()) == ({topic().pk: 45}, 1)


@pytest.mark.parametrize(("days", "is_kept"), [(-1, False), (0, True), (7, True), (8, False)])
def test_phones_upload_from_the_day_of_the_event_to_a_week_after_it(trip, days, is_kept):
    when = THAT_DAY + timedelta(days=days)
    if is_kept:
        join(trip, tap(), when=when)
    else:
        says = "11月14日活动当天才开始登记" if days < 0 else "11月21日已经截止"
        with pytest.raises(ValidationError, match=says):
            join(trip, tap(), when=when)
    assert ConsultTally.objects.count() == ConsultTap.objects.count() == is_kept


def test_the_week_is_a_figure_of_the_school(trip, secretary):
    Figure.objects.create(
        key="service.tally_days", value=2, from_on=at(2026, 1, 1), set_by=secretary
    )
    assert join(trip, tap()).closes_on == at(2026, 11, 16).date()


def test_an_event_put_off_is_open_longer_unless_it_was_closed(trip):
    first = join(trip, tap()).closes_on
    Activity.objects.update(starts_at=THAT_DAY + 3 * ONE_DAY)
    assert join(trip, tap(), when=THAT_DAY + 3 * ONE_DAY).closes_on == first + 3 * ONE_DAY

    Activity.objects.update(starts_at=THAT_DAY + 30 * ONE_DAY)
    with pytest.raises(ValidationError, match="11月24日已经截止"):
        join(trip, tap(), when=THAT_DAY + 30 * ONE_DAY)


def test_nothing_joins_an_event_that_was_called_off(trip):
    Activity.objects.update(state="cancelled", cancel_reason="下雨")

    with pytest.raises(ValidationError, match="已取消"):
        join(trip, tap())


def test_a_topic_that_does_not_exist_keeps_the_whole_batch_out(trip):
    with pytest.raises(ValidationError, match="有一项话题这里没有"):
        join(trip, tap(), Tap(tap().pk, 10**6))
    assert not ConsultTap.objects.exists()


def test_nothing_is_kept_of_who_tapped_and_when(trip):
    before = AuditEvent.objects.count()
    tally(trip, {"家庭教育": 3})

    assert AuditEvent.objects.count() == before
    names = {field.name for field in ConsultTap._meta.get_fields()}
    assert names == {"id", "tally", "topic", "minutes", "is_undone"}
