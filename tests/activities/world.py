"""An activity open to all and a meeting of the committee, each with a photo and a file; events to sign up for."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from branch.activities.models import (
    Activity,
    ActivityFile,
    ActivityPart,
    ActivityPhoto,
    Programme,
    ServiceStatement,
)
from tests.activities.openings import give_plan, make_event, make_opening, take, take_pupil
from tests.factories import read_pdf, read_photo

BEFORE = datetime(2026, 11, 13, 8, 0, tzinfo=UTC)


def add_rows(world):
    """Own: logged by the counsellor, open to all. Other: a committee meeting the secretary logged."""
    open_, closed = (
        Activity.objects.create(
            programme=Programme.objects.filter(kind=kind).first(),
            title=f"一次{kind}",
            starts_at=BEFORE,
            place="党员活动室",
            state=Activity.State.PLANNED,
            logged_by=world.users[who],
        )
        for kind, who in (("flag_speech", "counsellor"), ("committee_meeting", "secretary"))
    )
    world.add("activity", open_, closed)
    photos = [_photo(activity, world) for activity in (open_, closed)]
    files = [_file(activity, world) for activity in (open_, closed)]
    _add_nested(world, "activity_photo", "photo_pk", photos)
    _add_nested(world, "activity_file", "file_pk", files)
    add_events(world)


def add_events(world):
    """Own: hosted by the head teacher, its pupils led by the teacher. Other: of the committee."""
    now = timezone.now()
    coming, gone = now + timedelta(days=3), now - timedelta(days=3)
    own, other = (_opening(world, host, coming) for host in ("head", None))
    own.leaders.add(world.users["teacher"].staff)
    _add_event(world, "opening", own, other)
    unopened = [_event(world, host, coming) for host in ("head", None)]
    world.add("unopened", *unopened)
    slots = [opening.slots.last() for opening in (own, other)]
    _add_row(world, "slot", "slot_pk", slots)
    _add_row(world, "colleague_signed_up", "registration_pk", [take(slot) for slot in slots])
    by = [world.users[name].staff for name in ("head", "committee")]
    pupils = zip(slots, world.pupils[:2], by, strict=True)
    entered = [take_pupil(slot, pupil, by=staff) for slot, pupil, staff in pupils]
    _add_row(world, "pupil_of_event", "registration_pk", entered)
    held = [_opening(world, host, gone) for host in ("head", None)]
    _add_event(world, "event_held", *held)
    _add_hours(world, held)


def _add_hours(world, held):
    writers = [world.users[name].staff for name in ("committee", "secretary")]
    late = {"state": "added", "hours": 2}
    rows = [
        take(opening.slots.first(), entered_by=staff, **late)
        for opening, staff in zip(held, writers, strict=True)
    ]
    world.add("late_entry", *rows)
    facts = {"year": 2026, "issued_on": date(2026, 12, 7), "lines": [{"hours": "2"}]}
    statements = [
        ServiceStatement.objects.create(number=f"{n:012}", staff=world.users[name].staff, **facts)
        for n, name in enumerate(("member", "teacher"))
    ]
    world.add("statement", *statements)


def _event(world, host, starts_at):
    event = make_event(starts_at=starts_at, logged_by=world.users["secretary"])
    if host:
        staff, role = world.users[host].staff, ActivityPart.Role.HOST
        ActivityPart.objects.create(activity=event, role=role, staff=staff)
    return event


def _opening(world, host, starts_at):
    times = {"opens_at": starts_at - timedelta(days=9), "closes_at": starts_at}
    opening = make_opening(_event(world, host, starts_at), places=(2, 9), **times)
    give_plan(opening)
    return opening


def _add_event(world, kind, *pair):
    own, other = ({"pk": row.activity_id} for row in pair)
    world.rows[kind] = {"own": own, "other": other}


def _add_row(world, kind, name, pair):
    own, other = ({"pk": row.opening.activity_id, name: row.pk} for row in pair)
    world.rows[kind] = {"own": own, "other": other}


def _photo(activity, world):
    return ActivityPhoto.objects.create(
        activity=activity, uploaded_by=world.users["secretary"], **read_photo()
    )


def _file(activity, world):
    by = world.users["secretary"]
    return ActivityFile.objects.create(activity=activity, uploaded_by=by, **read_pdf())


def _add_nested(world, kind, name, pair):
    own, other = ({"pk": row.activity_id, name: row.pk} for row in pair)
    world.rows[kind] = {"own": own, "other": other}
