"""An activity open to all and a meeting of the committee, each with a photo and a file."""

from datetime import UTC, datetime

from branch.activities.models import Activity, ActivityFile, ActivityPhoto, Programme
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
