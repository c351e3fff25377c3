"""Taps of phones join the tally of their event, once each, whatever comes twice, late or in another order."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from branch.activities.models import Activity
from branch.service.outings.models import ConsultTally, ConsultTap, ConsultTopic, last_day_of

CANCELLED = "这场活动已取消，没有计入。"
EARLY = "{day}活动当天才开始登记，没有计入。"
CLOSED = (
    "这一站的登记 {day}已经截止，后来的没有计入。请告诉负责人，在“确认服务时长”里改服务对象人次。"
)
UNKNOWN = "有一项话题这里没有，没有计入。请重新打开这一页。"
USED = "这一页已经记过另一次，没有再记。请再点一次。"


@dataclass(frozen=True)
class Tap:
    """A tap as a phone sends it; `is_undone` where it was taken back, whether or not it had been sent before."""

    pk: UUID
    topic: int
    minutes: int | None = None
    is_undone: bool = False


@transaction.atomic
def join_taps(activity, *, taps, at):
    """Store the taps of a phone, and which of them are undone; returns the tally.

    Those that are stored already stay one row each. An undo that comes before its tap stores both.
    """
    tally = _open_tally(activity, at=at)
    asked = {tap.topic for tap in taps}
    if len(asked) != ConsultTopic.objects.filter(pk__in=asked).count():
        raise ValidationError(UNKNOWN)
    rows = [
        ConsultTap(id=tap.pk, tally=tally, topic_id=tap.topic, minutes=tap.minutes) for tap in taps
    ]
    ConsultTap.objects.bulk_create(rows, ignore_conflicts=True)
    _undo(tally, [tap.pk for tap in taps if tap.is_undone])
    return tally


@transaction.atomic
def tap_once(activity, tap, *, at):
    """Store the tap of a page without a script; whether it is the first under its number."""
    known = ConsultTap.objects.filter(pk=tap.pk).first()
    if known and (known.topic_id != tap.topic or known.is_undone):
        raise ValidationError(USED)
    join_taps(activity, taps=[tap], at=at)
    return known is None


@transaction.atomic
def undo_tap(activity, pk, *, at):
    """Take a tap of an event back; a second time changes nothing."""
    tally = _open_tally(activity, at=at)
    _undo(tally, [pk])
    return tally


def _undo(tally, keys):
    ConsultTap.objects.filter(tally=tally, pk__in=keys).update(is_undone=True)


def _open_tally(activity, *, at):
    """The tally of an event, locked, while taps may join it; made with the first.

    An event that was put off has its tally open longer, unless that was closed: what was told does not change.
    """
    on = timezone.localdate(at)
    activity = Activity.objects.get(pk=activity.pk)
    if activity.is_cancelled:
        raise ValidationError(CANCELLED)
    day, last = activity.day, last_day_of(activity)
    if on < day:
        raise ValidationError(EARLY.format(day=_says(day)))
    ConsultTally.objects.get_or_create(activity=activity, defaults={"closes_on": last})
    tally = ConsultTally.objects.select_for_update(of=("self",)).get(activity=activity)
    if tally.closes_on < on:
        raise ValidationError(CLOSED.format(day=_says(tally.closes_on)))
    if tally.closes_on < last:
        tally.closes_on = last
        tally.save(update_fields=["closes_on"])
    return tally


def _says(day):
    return f"{day.month}月{day.day}日"
