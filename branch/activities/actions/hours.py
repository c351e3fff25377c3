from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from branch.activities.models import Attendance, Opening, Registration
from branch.core.models import AuditEvent
from branch.core.refusals import RowsRefused
from branch.coverage.actions import settle_notices

from .places import STATES, enter, leave, locked, slot_in, staff_of
from .records import close_as_planned

NOT_BEGUN = "活动还没有开始，结束后再确认时长。"
CANCELLED = "这场活动已取消，没有时长可以确认。"
NOT_ON_LIST = "这一名已不在名单上，请重新打开这一页。"
MORE_PUPILS = "登记的学生是 {} 名，到场的不会更多。"
SETTLED = "这条时长已经有人确认过，或已经退回。"


def _refuse_unless_held(opening, *, at):
    if opening.activity.is_cancelled:
        raise ValidationError(CANCELLED)
    if not opening.has_begun_at(at):
        raise ValidationError(NOT_BEGUN)


@transaction.atomic
def confirm_hours(
    opening, *, rows, served_count=None, pupil_count=None, evidence="", version, at, by
):
    """Confirm who came and for how many hours, and close the activity as planned.

    `rows` are (registration, {"hours", "is_absent"}) of the colleagues who were placed. The hours of the one who
    confirms wait for another.
    """
    opening = Opening.objects.select_related("activity").lock(opening.pk, version)
    on = timezone.localdate(at)
    staff = staff_of(by, on=on)
    _refuse_unless_held(opening, at=at)
    _count_pupils(opening, pupil_count)
    _write_hours(opening, rows, staff=staff, on=on)
    opening.served_count = served_count
    opening.evidence, opening.confirmed_on = evidence, on
    opening.full_clean(exclude=["activity"])
    opening.save()
    activity = opening.activity
    if activity.is_planned:
        close_as_planned(activity, version=activity.version, at=at, by=by)
    _take_out_absent(activity, rows)
    settle_notices(activity)
    came = sum(not facts["is_absent"] for _, facts in rows)
    says = f"确认服务时长 {came} 名"
    AuditEvent.record(actor=by, verb="opening.confirmed", target=activity, says=says)
    return opening


def _take_out_absent(activity, rows):
    """Of an event without a roll list only those as present who came."""
    absent = [row.staff_id for row, facts in rows if facts["is_absent"]]
    if absent and activity.programme.is_open:
        here = Attendance.objects.filter(activity=activity, state=Attendance.State.PRESENT)
        here.filter(staff__in=absent).delete()


def _count_pupils(opening, pupil_count):
    """Set how many pupils came and, of those entered, how many may be League members: numbers that stay.

    Where nobody is entered, as when the rows have been deleted, what was counted before stands.
    """
    entered = Registration.objects.placed().of_pupils().filter(opening=opening)
    entered = list(entered.select_related("student"))
    league = sum(row.is_league_member_on(opening.day) for row in entered)
    if pupil_count and pupil_count > len(entered):
        raise ValidationError({"pupil_count": MORE_PUPILS.format(len(entered))})
    if not entered:
        return
    opening.pupil_count = pupil_count
    opening.league_count = None if pupil_count is None else min(league, pupil_count)


def _write_hours(opening, rows, *, staff, on):
    stored = Registration.objects.placed().of_staff().filter(opening=opening)
    stored = {row.pk: row for row in stored.select_for_update(of=("self",)).order_by("pk")}
    refused = {}
    for shown, facts in rows:
        row = stored.get(shown.pk)
        if row is None:
            refused[shown.pk] = ValidationError(NOT_ON_LIST)
            continue
        try:
            _set_hours(row, facts, staff=staff, on=on)
        except ValidationError as refusal:
            refused[shown.pk] = refusal
    if refused:
        raise RowsRefused(refused)
    columns = ["is_absent", "hours", "confirmed_by", "confirmed_on"]
    Registration.objects.bulk_update(stored.values(), columns)


def _set_hours(row, facts, *, staff, on):
    """Set the hours of a row and who has seen them; one's own wait for another, but those that one has seen so."""
    before = row.is_absent, row.hours
    row.is_absent = facts["is_absent"]
    row.hours = None if row.is_absent else facts["hours"]
    if row.staff_id != staff.pk:
        row.confirmed_by, row.confirmed_on = staff, on
    elif (row.is_absent, row.hours) != before:
        row.confirmed_by = row.confirmed_on = None
    row.clean_fields(exclude=["opening", "slot", "staff", "student", "entered_by"])
    row.validate_constraints()


@transaction.atomic
def add_late(opening, *, staff, slot, hours, at, by):
    """补登 a colleague who took part and was not on the list: a proposal, until another confirms it."""
    enterer = staff_of(by, on=timezone.localdate(at))
    opening, slots = locked(opening)
    slot = slot_in(slots, slot)
    _refuse_unless_held(opening, at=at)
    before = Registration.objects.standing().filter(opening=opening, staff=staff).first()
    if before and not before.is_waiting:
        raise ValidationError({"staff": f"{staff}已在名单上，请在“确认服务时长”里改。"})
    if before:
        leave(before, opening=opening, slot=slots[before.slot_id], at=at)
    facts = {"staff": staff, "hours": hours, "state": STATES.ADDED}
    row = enter(opening, slot, at=at, by=enterer, **facts)
    _record(opening, verb="registration.late", says="补登 1 名的时长", by=by)
    return row


@transaction.atomic
def confirm_proposal(registration, *, at, by):
    """Confirm hours that another entered, or those of the one who confirmed the list."""
    on = timezone.localdate(at)
    row = _proposal(registration)
    row.confirmed_by, row.confirmed_on = staff_of(by, on=on), on
    row.validate_constraints()
    row.save(update_fields=["confirmed_by", "confirmed_on"])
    _record(row.opening, verb="registration.confirmed", says="确认 1 名的时长", by=by)
    return row


@transaction.atomic
def refuse_proposal(registration, *, by):
    """Send back hours that another entered; of who was not on the list the entry goes too."""
    row = _proposal(registration)
    if row.is_added:
        row.state = STATES.WITHDRAWN
    row.hours = None
    row.save(update_fields=["state", "hours"])
    _record(row.opening, verb="registration.refused", says="退回 1 名的时长", by=by)
    return row


def _proposal(registration):
    rows = Registration.objects.proposed().select_for_update(of=("self",))
    row = rows.select_related("opening__activity").filter(pk=registration.pk).first()
    if row is None:
        raise ValidationError(SETTLED)
    return row


def _record(opening, *, verb, says, by):
    AuditEvent.record(actor=by, verb=verb, target=opening.activity, says=says)
