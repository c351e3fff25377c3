from django.core.exceptions import ValidationError
from django.db import transaction

from branch.activities.models import (
    MOST_IN_ALL,
    OPENED_AREAS,
    Activity,
    Opening,
    Registration,
    SafetyPlan,
    Slot,
)
from branch.core.files import delete_on_commit
from branch.core.models import AuditEvent
from branch.core.refusals import RowsRefused

from .places import fill, numbers_of

COLUMNS = ("opens_at", "closes_at", "planned_hours", "meeting_point", "remark")
SLOT_COLUMNS = ("title", "needs", "places", "takes_pupils", "is_consultation")
NOT_OPENED = "只有还没有开始的服务和家校社活动可以开放报名。"
LATE = "报名截止不能晚于活动开始的时间。"
NO_ROLES = "至少写一个岗位。"
TOO_MANY_PLACES = f"各岗位的名额合计不超过 {MOST_IN_ALL} 名。"
LEADER_STAYS = "已经登记了学生，要有带队教师。"


@transaction.atomic
def open_activity(activity, *, rows, partner, leaders, at, by, **facts):
    """Let colleagues sign up for an activity that is still to come, with its roles.

    `rows` are (row, columns of a `Slot`) in their order; those without a title are left out.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    is_of_service = activity.programme.area in OPENED_AREAS and not activity.kept_by
    if not is_of_service or not activity.is_planned or activity.starts_at <= at:
        raise ValidationError(NOT_OPENED)
    if Opening.objects.filter(activity=activity).exists():
        raise ValidationError("这场活动已经开放报名了。")
    opening = Opening(activity=activity)
    _write(opening, facts, partner=partner, leaders=leaders)
    _write_slots(opening, {}, rows)
    AuditEvent.record(actor=by, verb="opening.opened", target=activity, says="开放报名")
    return opening


@transaction.atomic
def revise_opening(opening, *, version, rows, partner, leaders, at, by, **facts):
    """Change the sign-up of an activity that has not begun; who waited takes what becomes free."""
    # before the opening: a sign-up locks these first and then refers to the opening
    slots = Slot.objects.locked_of(opening)
    opening = Opening.objects.select_related("activity__programme").lock(opening.pk, version)
    if not opening.takes_changes_at(at):
        raise ValidationError("活动已经开始，报名不能再改。")
    pupils = Registration.objects.standing().of_pupils().filter(opening=opening)
    if not leaders and pupils.exists():
        raise ValidationError({"leaders": LEADER_STAYS})
    _write(opening, facts, partner=partner, leaders=leaders)
    _write_slots(opening, slots, rows)
    for slot in Slot.objects.filter(opening=opening).order_by("pk"):
        fill(opening, slot, at=at)
    says = "修改报名安排"
    AuditEvent.record(actor=by, verb="opening.revised", target=opening.activity, says=says)
    return opening


def _write(opening, facts, *, partner, leaders):
    for name in COLUMNS:
        setattr(opening, name, facts[name])
    if opening.closes_at > opening.activity.starts_at:
        raise ValidationError({"closes_at": LATE})
    opening.full_clean(exclude=["activity"])
    opening.save()
    opening.leaders.set(leaders)
    Activity.objects.filter(pk=opening.activity_id).update(partner=partner)


def _write_slots(opening, slots, rows):
    """Store the roles with a title in their order, and delete the others; all refusals are shown at once."""
    refused, kept = {}, [facts["places"] for _, facts in rows if facts["title"]]
    if sum(kept) > MOST_IN_ALL:
        raise ValidationError(TOO_MANY_PLACES)
    for order, (row, facts) in enumerate(rows):
        slot = slots.get(row.slot_pk)
        try:
            if facts["title"]:
                _write_slot(slot or Slot(opening=opening), facts, order)
            elif slot:
                _delete_slot(slot)
        except ValidationError as refusal:
            refused[row.pk] = refusal
    if refused:
        raise RowsRefused(refused)
    if not kept:
        raise ValidationError(NO_ROLES)


def _write_slot(slot, facts, order):
    for name in SLOT_COLUMNS:
        setattr(slot, name, facts[name])
    slot.order = order
    slot.full_clean()
    if slot.pk:
        _refuse_fewer(slot)
    slot.save()


def _refuse_fewer(slot):
    placed = numbers_of(slot)["placed"]
    if slot.places < placed:
        raise ValidationError({"places": f"已有 {placed} 名，名额不能再少。"})
    pupils = Registration.objects.standing().of_pupils().filter(slot=slot)
    if not slot.takes_pupils and pupils.exists():
        raise ValidationError({"takes_pupils": "这个岗位已经登记了学生。"})


def _delete_slot(slot):
    """Delete a role that nobody ever took; one that somebody took and left keeps its numbers."""
    if slot.registrations.exists():
        raise ValidationError("这个岗位有人报过名，不能删去。")
    slot.delete()


@transaction.atomic
def store_safety_plan(opening, *, plan, by):
    """Store the safety plan of an event, in place of an earlier one; `plan` has the columns of a stored file."""
    opening = Opening.objects.select_for_update(of=("self",)).get(pk=opening.pk)
    for before in SafetyPlan.objects.filter(opening=opening):
        delete_on_commit(before)
        before.delete()
    SafetyPlan.objects.create(opening=opening, uploaded_by=by, **plan)
    says = "上传活动安全预案"
    AuditEvent.record(actor=by, verb="opening.plan_stored", target=opening.activity, says=says)
    return opening
