"""Events open to families: one that the counsellor logged and a teacher helps at, one of the secretary."""

from datetime import timedelta

from django.utils import timezone

from branch.activities.models import ActivityPart
from branch.service.models import SignUpSource
from branch.service.parents import actions
from tests.service.factories import facts, make_event, make_opening


def add_rows(world):
    """Own: of the counsellor, with the teacher as assistant. Other: of the secretary."""
    soon = timezone.now() + timedelta(minutes=30)
    openings = [
        make_opening(_event(world, who, soon), opens_at=soon - timedelta(days=9), closes_at=soon)
        for who in ("counsellor", "secretary")
    ]
    ActivityPart.objects.create(
        activity=openings[0].activity,
        role=ActivityPart.Role.ASSISTANT,
        staff=world.users["teacher"].staff,
    )
    world.add("event", *(opening.activity for opening in openings))
    world.add("parentopening", *openings)
    world.add("event_to_open", *(_event(world, who, soon) for who in ("counsellor", "secretary")))
    _nest(world, "signup", "signup_pk", [_signed_up(world, one) for one in openings])
    sources = [
        SignUpSource.objects.create(opening=one, pseudonym="f00d", busy_until=soon)
        for one in openings
    ]
    _nest(world, "source", "source_pk", sources)


def _event(world, who, soon):
    return make_event(starts_at=soon, ends_at=soon + timedelta(hours=1), logged_by=world.users[who])


def _signed_up(world, opening):
    now = timezone.now()
    typed = facts(name=PARENT, school_class=world.school_class, at=now)
    return actions.sign_up(opening, **typed)


def _nest(world, kind, name, pair):
    own, other = ({"pk": row.opening_id, name: row.pk} for row in pair)
    world.rows[kind] = {"own": own, "other": other}


# a parent who signed up; their name is read by the crew alone
PARENT = "安晓梅"
