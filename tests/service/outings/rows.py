"""Rows of series, trips and tallies; pass only what the test is about."""

from datetime import time
from itertools import count
from uuid import uuid4

from branch.activities.models import Programme
from branch.service.models import ConsultTopic, Series, TripStop
from branch.service.outings import actions
from branch.service.outings.actions import Tap
from tests.activities.factories import at, programme
from tests.service.factories import make_event

EXPRESS = "党员服务直通车"
# a Saturday in the autumn before the tests' usual day, with its tally closed by then
THAT_DAY = at(2026, 11, 14, 9, 30)
_n = count(1)


def make_programme(**fields):
    """One more programme of service, without a page."""
    facts = {"kind": "service_express", "area": "service", "audience": "open", "is_public": True}
    return Programme.objects.create(**{"name": f"直通车{next(_n)}", **facts, **fields})


def make_series(name=EXPRESS, **fields):
    facts = {
        "about": "把家庭教育和心理健康服务送到车站、社区和广场。",
        "charter": "推动科学发展、促进社会和谐、服务人民群众",
        "agreements": "公益、自愿、不收费。\n不问姓名、电话和孩子的学校。",
        "rhythm": "每月第三个周六",
    }
    given = fields.pop("programme", None) or programme(name)
    return Series.objects.create(programme=given, **{**facts, **fields})


def make_trip(name=EXPRESS, **fields):
    """A stop at the station on Saturday, 14 November 2026, held and public."""
    usual = {"starts_at": THAT_DAY, "ends_at": None, "place": "中央车站候车厅东侧", "state": "done"}
    return make_event(name, **{"title": "家庭教育咨询", **usual, **fields})


def make_stop(activity, place="春晖社区广场", order=1, **fields):
    times = {"starts": time(9, 30), "ends": time(12)}
    return TripStop.objects.create(
        activity=activity, place=place, order=order, **{**times, **fields}
    )


def topic(name="家庭教育"):
    """A topic that the first migration lays."""
    return ConsultTopic.objects.get(name=name)


def tap(name="家庭教育", **fields):
    """A tap with a random number, as a phone makes it."""
    return Tap(**{"pk": uuid4(), "topic": topic(name).pk, **fields})


def tally(activity, counts, *, on=None):
    """Tap on the day of an event as often as {topic: count} says."""
    keys = {row.name: row.pk for row in ConsultTopic.objects.all()}
    taps = [Tap(uuid4(), keys[name]) for name, number in counts.items() for _ in range(number)]
    return actions.join_taps(activity, taps=taps, at=on or activity.starts_at)
