"""Each list and page of talks makes the same number of queries for one row and for three."""

import pytest
from django.urls import reverse

from branch.core.public import touch
from branch.service.models import FlagSpeech
from tests.activities.factories import at, make_activity
from tests.costs import cost_of
from tests.factories import make_staff, make_user
from tests.service.talks.rows import make_book, make_box, make_speaker, make_talk, speak

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "the_day")]


def add_talks(count):
    """Talks of one colleague with books and feedback, others from outside, speeches with texts."""
    staff, writer = make_staff(), make_user()
    for number in range(count):
        talk = make_talk(
            staff=staff, title=f"第 {number} 讲", starts_at=at(2026, 10, 9), ends_at=None
        )
        speak(talk, speaker=make_speaker(name=f"讲者{number}"))
        make_box(talk, stars=(5, 4, 4, 5, 3), lines=("很有用。",))
        make_book(title=f"第 {number} 本", activity=talk)
        speech = make_activity("国旗下讲话", starts_at=at(2026, 11, 2 + 7 * number, 8))
        speak(speech, staff=staff)
        FlagSpeech.objects.create(activity=speech, text="同学们。", written_by=writer)
    return staff


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("talk-list", 6),
        ("book-list", 6),
        ("speaker-list", 6),
        ("speaker-ours", 10),
        ("flag-weeks", 12),
        ("calendar-file", 7),
        ("calendar-feed", 6),
    ],
)
@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_long(as_committee, name, queries, count):
    staff = add_talks(count)
    args = [staff.pk] if name == "speaker-ours" else []
    as_committee.get(reverse(f"service:{name}", args=args))
    touch()

    _, cost = cost_of(as_committee.get, reverse(f"service:{name}", args=args))

    assert cost == queries
