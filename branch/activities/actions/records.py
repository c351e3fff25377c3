"""Actions that plan, log, correct, close and cancel activities.

`plan_activity`, `log_activity` and `revise` take the fields of `Record` as keywords.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.activities.keepers import Follower
from branch.activities.models import (
    Activity,
    ActivityPart,
    Attendance,
    Expected,
    Speaker,
    awaited_of,
    expected,
)
from branch.activities.notices import EventCancelled, EventMoved
from branch.core.files import delete_on_commit
from branch.core.models import AuditEvent
from branch.core.public import touch
from branch.core.refusals import refuse_in_public
from branch.school.models import Staff

from .places import tell_signed_up

TOO_EARLY = "活动还没有开始，到场情况记不下来。已经开过的请把时间改对；还没有开的请先去掉勾选。"
PHOTO_LIMIT = 9
UNNAMED_IN_TITLE = "校外主讲人还没有同意公开姓名，公开的活动名称里请不写姓名。"
TOO_MANY = f"照片最多 {PHOTO_LIMIT} 张，请少选几张。"
COLUMNS = (
    "format",
    "title",
    "starts_at",
    "ends_at",
    "place",
    "summary",
    "agenda",
    "hours",
    "psychology_hours",
    "audience_count",
    "photos_awaited",
)
# Foreign keys that no form fills; they were just read, so `full_clean` need not check that they exist.
KNOWN_TO_EXIST = ["programme", "party_group", "partner", "logged_by"]


@dataclass(frozen=True, kw_only=True)
class Record:
    """The values to store for an activity, planned or held."""

    title: str
    starts_at: datetime
    place: str
    format: str = ""
    ends_at: datetime | None = None
    summary: str = ""
    agenda: str = ""
    hours: Decimal = Decimal(0)
    psychology_hours: Decimal = Decimal(0)
    audience_count: int | None = None
    photos_awaited: int = 0
    also_counts_as: tuple = ()
    host: Staff | None = None
    # others who hosted or helped, of an activity that another record keeps
    co_hosts: tuple = ()
    assistants: tuple = ()
    recorder: Staff | None = None
    speakers: tuple = ()
    guest_name: str = ""
    guest_affiliation: str = ""
    # staff pk → Attendance.Reason, or "" for absence without leave; all others were present
    absent: Mapping[int, str] = field(default_factory=dict)
    # the 应到 of the day, where the form has already read it
    awaited: list[Expected] | None = None
    observers: tuple = ()
    # the staff who took part in an open activity, which expects nobody
    participants: tuple = ()
    # column values of pictures and documents, whose files are stored
    new_photos: tuple = ()
    dropped_photos: tuple = ()
    new_files: tuple = ()
    dropped_files: tuple = ()


@transaction.atomic
def plan_activity(*, programme, party_group=None, kept_by="", at, by, **facts):
    """Store an activity that is still to come; `kept_by` is the key of the `Keeper` whose record writes it."""
    record = Record(**facts)
    if record.starts_at <= at:
        raise ValidationError({"starts_at": "计划中的活动，时间要在现在之后。"})
    activity = Activity(
        programme=programme,
        party_group=party_group,
        state=Activity.State.PLANNED,
        kept_by=kept_by,
        logged_by=by,
    )
    return _write(activity, record, by=by, verb="activity.planned", says="新建活动")


@transaction.atomic
def log_activity(*, programme, party_group=None, kept_by="", at, by, **facts):
    """Store an activity that has been held; `kept_by` is the key of the `Keeper` whose record writes it."""
    record = Record(**facts)
    if record.starts_at > at:
        raise ValidationError({"starts_at": "活动还没有开始，先不能记录。"})
    activity = Activity(
        programme=programme,
        party_group=party_group,
        state=Activity.State.DONE,
        kept_by=kept_by,
        logged_by=by,
    )
    return _write(activity, record, by=by, verb="activity.logged", says="登记活动记录")


def _refuse_cancelled(activity):
    if activity.is_cancelled:
        raise ValidationError("这场活动已取消，不能再修改。")


def _refuse_cancelled_twice(activity):
    if activity.is_cancelled:
        raise ValidationError("这场活动已经取消过了。")


def _refuse_unless_planned(activity):
    if not activity.is_planned:
        raise ValidationError("这场活动已经办结或取消。")


@transaction.atomic
def revise(activity, *, version, at, by, **facts):
    """Correct an activity; a planned one becomes held once its time has passed."""
    rows, record = Activity.objects.with_programme().with_second_count(), Record(**facts)
    activity = rows.lock(activity.pk, version, check=_refuse_cancelled)
    before = copy(activity)
    if record.starts_at <= at:
        activity.state = Activity.State.DONE
        summary = "补充活动记录" if before.is_planned else "修改活动记录"
    elif activity.is_done:
        raise ValidationError({"starts_at": "这场活动已有记录，时间不能晚于现在。"})
    else:
        summary = "修改活动安排"
        if record.starts_at != before.starts_at:
            moved = copy(before)
            moved.starts_at = record.starts_at
            tell_signed_up(moved, kind=EventMoved, by=by)
    return _write(activity, record, before=before, by=by, verb="activity.revised", says=summary)


@transaction.atomic
def close_as_planned(activity, *, version, at, by):
    """按计划办结: mark an activity as held as planned, with everybody expected present."""
    rows = Activity.objects.with_programme()
    activity = rows.lock(activity.pk, version, check=_refuse_unless_planned)
    if activity.starts_at > at:
        raise ValidationError("活动还没有开始，开过以后再办结。")
    before, activity.state = copy(activity), Activity.State.DONE
    activity.full_clean(exclude=KNOWN_TO_EXIST)
    activity.save(update_fields=["state", "version"])
    seats = _seats(activity, participants=_who_spoke(activity))
    _write_attendance(activity, seats, before=before)
    return _audit(activity, before=before, by=by, verb="activity.closed", says="按计划办结")


@transaction.atomic
def cancel(activity, *, reason, version, by):
    """Cancel an activity, which takes it out of plans and ledgers; the row stays with its reason."""
    rows = Activity.objects.with_programme()
    activity = rows.lock(activity.pk, version, check=_refuse_cancelled_twice)
    before = copy(activity)
    activity.state, activity.cancel_reason = Activity.State.CANCELLED, reason
    activity.full_clean(exclude=KNOWN_TO_EXIST)
    activity.save(update_fields=["state", "cancel_reason", "version"])
    if before.is_planned:
        tell_signed_up(activity, kind=EventCancelled, by=by)
    summary = "作废记录" if before.is_done else "取消活动"
    return _audit(activity, before=before, by=by, verb="activity.cancelled", says=summary)


def _audit(activity, *, before, by, verb, says):
    """Record the change, drop cached public pages if what they show of it changed, and let other records follow."""
    for follower in Follower.every() if before else ():
        follower.follow(activity, before=before, by=by)
    AuditEvent.record(actor=by, verb=verb, target=activity, says=says)
    if activity.seen_by_public != (before and before.seen_by_public):
        touch()
    return activity


def _write(activity, record, *, before=None, by, verb, says):
    """Store the activity with its parts, attendance and files.

    Files come last, so that values which are refused leave none behind.
    """
    for name in COLUMNS:
        setattr(activity, name, getattr(record, name))
    if activity.programme.is_public:
        refuse_in_public([("title", activity.title), ("place", activity.place)])
    _refuse_unnamed(activity, record)
    activity.is_announced = activity.programme.is_public and by.has_perm(
        "activities.announce_activity"
    )
    activity.full_clean(exclude=KNOWN_TO_EXIST)
    activity.save()
    if record.also_counts_as or (before and before.counts_twice):
        activity.also_counts_as.set(record.also_counts_as)
        touch()
    _write_parts(activity, record, before=before)
    _write_seats(activity, record, before=before)
    _store_files(activity, record, by=by)
    return _audit(activity, before=before, by=by, verb=verb, says=says)


def _write_seats(activity, record, *, before):
    """Store who was there; of an activity that has not begun, refuse what would not be stored."""
    seats = {name: getattr(record, name) for name in ("absent", "observers", "participants")}
    if activity.is_done:
        # who spoke at an open activity took part in it
        seats["participants"] = (*record.participants, *record.speakers)
        seats = _seats(activity, before=before, awaited=record.awaited, **seats)
        _write_attendance(activity, seats, before=before)
        return
    if given := [name for name, people in seats.items() if people]:
        raise ValidationError(dict.fromkeys(given, TOO_EARLY))


def _refuse_unnamed(activity, record):
    """Refuse a public title that names a speaker from outside who has not agreed to be named."""
    name = record.guest_name
    if not (activity.programme.is_public and name and name in activity.title):
        return
    facts = {"name": name, "affiliation": record.guest_affiliation}
    if not Speaker.objects.filter(**facts, named_consent_on__isnull=False).exists():
        raise ValidationError({"title": UNNAMED_IN_TITLE})


def _write_parts(activity, record, *, before):
    if before:
        activity.parts.all().delete()
    roles = ActivityPart.Role
    named = {
        roles.SPEAKER: record.speakers,
        roles.HOST: [record.host, *record.co_hosts],
        roles.RECORDER: [record.recorder],
        roles.ASSISTANT: record.assistants,
    }
    parts = [
        ActivityPart(role=role, staff=staff)
        for role, people in named.items()
        for staff in people
        if staff
    ]
    if record.guest_name:
        guest, _ = Speaker.objects.get_or_create(
            name=record.guest_name, affiliation=record.guest_affiliation
        )
        parts.append(ActivityPart(role=roles.SPEAKER, speaker=guest))
    for part in parts:
        part.activity = activity
    ActivityPart.objects.bulk_create(parts)


def _seats(activity, *, before=None, awaited=None, absent=(), observers=(), participants=()):
    """Return {staff pk: Attendance} of the 应到 of the day, participants and observers."""
    day = activity.day
    if awaited is None and before:
        awaited = awaited_of(before, on=day)
    if awaited is None:
        awaited = expected(activity.programme, on=day, party_group=activity.party_group)
    rows = {
        row.staff.pk: Attendance(staff=row.staff, has_vote=row.has_vote, **_presence(row, absent))
        for row in awaited
    }
    states = Attendance.State
    for staff in participants if activity.programme.is_open else ():
        rows.setdefault(staff.pk, Attendance(staff=staff, state=states.PRESENT))
    for staff in observers:
        rows.setdefault(staff.pk, Attendance(staff=staff, state=states.OBSERVER))
    return rows


def _who_spoke(activity):
    """The staff who speak at an open activity: they take part in it."""
    if not activity.programme.is_open:
        return []
    parts = activity.parts.filter(role=ActivityPart.Role.SPEAKER).exclude(staff=None)
    return [part.staff for part in parts.select_related("staff")]


def _write_attendance(activity, seats, *, before):
    """Store the rows of attendance that differ, and delete those of people no longer listed."""
    was_held = before and before.is_done
    stored = {row.staff_id: row for row in activity.attendances.all()} if was_held else {}
    for row in seats.values():
        row.activity = activity
    if gone := stored.keys() - seats.keys():
        activity.attendances.filter(staff__in=gone).delete()
    Attendance.objects.bulk_create(
        [row for pk, row in seats.items() if pk not in stored or stored[pk].answer != row.answer],
        update_conflicts=True,
        unique_fields=["activity", "staff"],
        update_fields=["state", "has_vote", "reason"],
    )


def _presence(row, absent):
    """Return the state and the reason of a person who was expected."""
    if row.staff.pk not in absent:
        return {"state": Attendance.State.PRESENT}
    reason = absent[row.staff.pk]
    state = Attendance.State.EXCUSED if reason else Attendance.State.ABSENT
    return {"state": state, "reason": reason}


@transaction.atomic
def add_photo(activity, *, key, columns, by):
    """Store a photo that follows its activity, unless one with its key is; return whether it was stored.

    `columns` are those of a picture whose files are stored.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if activity.photos.filter(key=key).exists():
        return False
    count = activity.photos.count()
    if count >= PHOTO_LIMIT:
        raise ValidationError(TOO_MANY)
    facts = {"key": key, "alt": activity.title, "order": count, "uploaded_by": by}
    activity.photos.create(**columns, **facts)
    activity.has_received_photo()
    says = "补传照片"
    AuditEvent.record(actor=by, verb="activity.photo_added", target=activity, says=says)
    return True


def _store_files(activity, record, *, by):
    for row in (*record.dropped_photos, *record.dropped_files):
        if row.activity_id == activity.pk:
            delete_on_commit(row)
            row.delete()
    new, awaited = record.new_photos, record.photos_awaited
    count = activity.photos.count() if new or awaited else 0
    if count + len(new) + awaited > PHOTO_LIMIT:
        raise ValidationError({"new_photos": TOO_MANY})
    for order, picture in enumerate(record.new_photos, start=count):
        activity.photos.create(**picture, alt=activity.title, order=order, uploaded_by=by)
    for document in record.new_files:
        activity.files.create(**document, uploaded_by=by)
