"""Trips of a series: one that the counsellor logged and a teacher helps at, one of the secretary."""

from datetime import timedelta

from django.utils import timezone

from branch.activities.models import ActivityPart
from branch.service.models import ConsultTopic
from tests.service.outings.rows import make_programme, make_series, make_trip


def add_rows(world):
    """Own: of the counsellor, with the teacher as assistant. Other: of the secretary."""
    now = timezone.now()
    trips = [
        make_trip(
            starts_at=now,
            ends_at=now + timedelta(hours=1),
            state="planned",
            logged_by=world.users[who],
        )
        for who in ("counsellor", "secretary")
    ]
    helper = world.users["teacher"].staff
    ActivityPart.objects.create(activity=trips[0], role=ActivityPart.Role.ASSISTANT, staff=helper)
    world.add("trip", *trips)
    world.add("series", make_series(), make_series(programme=make_programme()))
    world.add("programme_without_page", make_programme(), make_programme())
    topics = [ConsultTopic.objects.create(name=name, from_on=now) for name in ("作业", "手机")]
    world.add("topic", *topics)
