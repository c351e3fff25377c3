"""Factories of events that families sign up for; pass only what the test is about."""

from datetime import timedelta
from itertools import count
from uuid import uuid4

from branch.activities.models import Activity
from branch.service.models import ParentOpening, ParentSignUp
from branch.service.parents import actions
from tests.activities.factories import at, make_activity
from tests.factories import make_class

NOW = at(2026, 11, 24, 10)
ONE_DAY = timedelta(days=1)
_n = count(100_000)


def make_event(name="家长学校", **fields):
    """A lecture to be held on Friday, 4 December 2026, at half past six, announced to the public."""
    return make_activity(
        name,
        **{
            "title": "期末前，怎么聊分数",
            "starts_at": at(2026, 12, 4, 18, 30),
            "ends_at": at(2026, 12, 4, 20),
            "place": "报告厅",
            "state": Activity.State.PLANNED,
            "is_announced": True,
            **fields,
        },
    )


def make_opening(activity=None, *, seats=200, **fields):
    """Families of 初二 and 初三 may sign up from a week ago until the day before the event."""
    activity = activity or make_event()
    return ParentOpening.objects.create(
        **{
            "activity": activity,
            "opens_at": NOW - 7 * ONE_DAY,
            "closes_at": activity.starts_at - ONE_DAY,
            "seat_count": seats,
            "grades": "23",
            **fields,
        }
    )


def phone_of(number):
    return f"139{number:08}"


def facts(number=None, **fields):
    """What a family types, with a telephone of its own."""
    number = next(_n) if number is None else number
    return {
        "name": "安晓梅",
        "phone": phone_of(number),
        "people_count": 1,
        "token": uuid4(),
        "source": None,
        "is_over": False,
        "at": NOW,
        **fields,
    }


def sign_up(opening, number=None, **fields):
    """A family that signs up through the action."""
    if "school_class" not in fields:
        fields["school_class"] = opening.classes.first() or make_class()
    return actions.sign_up(opening, **facts(number, **fields))


def states(opening):
    """{number: state} of the sign-ups."""
    return dict(opening.signups.values_list("number", "state"))


def people(opening, state=ParentSignUp.State.CONFIRMED):
    return sum(opening.signups.filter(state=state).values_list("people_count", flat=True))
