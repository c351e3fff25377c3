from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.models import AuditEvent
from branch.core.undo import Trace, undoes
from branch.coverage.actions import notify, settle_notices
from branch.school.actions import family_of
from branch.school.models import Family, Staff
from branch.walkins.families.models import FamilyNeed, children_known_to, visitors_named_by
from branch.walkins.notices import DifficultyOwned

NOT_YOURS = "这名学生现在不能选，请重新选择。"
CLOSED = "这件困难已经办结。"
CLOSED_TO_YOU = "这件困难现在不归您办理，请支委办理。"
OPEN_ALREADY = "这个家庭已有一件同类困难在办，请在那一件里写办理情况。"
IN_THE_PAST = "完成时限不能早于今天。"


@transaction.atomic
def raise_family_need(
    *, student, kind, due_on, on, by, owner=None, measure="", remark="", visit=None
):
    """Record a difficulty of a student's family, with a colleague who sees to it by a day: by default oneself.

    The rules of a visit say for whom one may be raised in it.
    """
    owner = owner or Staff.objects.working_on(on).filter(user=by).first()
    if visit is None:
        _check_reach(student, on=on, by=by)
    _check_named(owner, on=on, by=by)
    if due_on < on:
        raise ValidationError({"due_on": IN_THE_PAST})
    need = FamilyNeed(
        family=_lock_family(student, kind, on=on),
        visit=visit,
        kind=kind,
        raised_on=on,
        raised_by=by,
        owner=owner,
        due_on=due_on,
        measure=measure,
        remark=remark,
    )
    need.full_clean(exclude=["raised_by"])
    need.save()
    AuditEvent.record(actor=by, verb="familyneed.raised", target=need)
    notify(kind=DifficultyOwned, users=[owner.user], subject=need, by=by)
    return need


def _lock_family(student, kind, *, on):
    """Lock the family of a student; refuse where a difficulty of the kind is open."""
    family = Family.objects.select_for_update().get(pk=family_of(student, on=on).pk)
    if FamilyNeed.objects.open().filter(family=family, kind=kind).exists():
        raise ValidationError({"kind": OPEN_ALREADY})
    return family


def _check_reach(student, *, on, by):
    """Refuse a child whom the user may not read."""
    if not children_known_to(by, on=on).on_roll_on(on).filter(pk=student.pk).exists():
        raise ValidationError({"student": NOT_YOURS})


def _check_named(owner, *, on, by):
    """For the committee and head teachers any colleague, as for visits; others name themselves."""
    if owner is None or not visitors_named_by(by, on=on).filter(pk=owner.pk).exists():
        raise ValidationError({"owner": "请选择责任人。"})


@transaction.atomic
def revise_family_need(need, *, due_on, version, on, by, measure="", remark="", owner=None):
    """写办理情况: measure, day, private line and, where one is given, another owner; the trace keeps that they moved."""
    need = _lock(need, version, on=on, by=by)
    if owner and owner.pk != need.owner_id:
        _check_named(owner, on=on, by=by)
        AuditEvent.record(actor=by, verb="familyneed.handed_over", target=need)
        settle_notices(need)
        notify(kind=DifficultyOwned, users=[owner.user], subject=need, by=by)
        give_to(need, owner, on=on)
    if due_on != need.due_on:
        if due_on < on:
            raise ValidationError({"due_on": IN_THE_PAST})
        says = f"完成时限 {need.due_on} 改为 {due_on}"
        AuditEvent.record(actor=by, verb="familyneed.moved", target=need, says=says)
        need.former_dues.create(due_on=need.due_on, moved_on=on)
        need.due_on = due_on
    need.measure, need.remark = measure, remark
    need.full_clean()
    need.save(update_fields=["owner", "due_on", "measure", "remark", "version"])
    AuditEvent.record(actor=by, verb="familyneed.revised", target=need)
    return need


def give_to(need, owner, *, on):
    """Set another owner, and keep who it was until the day; the need is saved by its action."""
    need.former_owners.create(owner_id=need.owner_id, moved_on=on)
    need.owner = owner


@transaction.atomic
def close_family_need(need, *, outcome, version, on, by, measure=None):
    """办结: close a difficulty with an outcome; returns the `UndoStep`, by which it is reopened today."""
    need = _lock(need, version, on=on, by=by)
    trace = Trace(FamilyNeed.objects.get(pk=need.pk))
    need.outcome, need.closed_on = outcome, on
    if measure is not None:
        need.measure = measure
    need.full_clean()
    need.save(update_fields=["outcome", "closed_on", "measure", "version"])
    AuditEvent.record(actor=by, verb="familyneed.closed", target=need)
    settle_notices(need)
    return trace.keep(
        "familyneed.closed", target=need, on=on, by=by, address=need.get_absolute_url()
    )


@undoes("familyneed.closed", permission="walkins.change_familyneed")
def reopen_family_need(rows, *, on, by):
    """Reopen a difficulty that was closed by mistake, unless another of its kind was raised meanwhile."""
    (need,) = rows
    _check_yours(need, on=on, by=by)
    AuditEvent.record(actor=by, verb="familyneed.reopened", target=need)


def _lock(need, version, *, on, by):
    """Lock an open difficulty at this version; refuse a user to whom it was closed after the page read it."""

    def check(row):
        _check_yours(row, on=on, by=by)
        if not row.is_open:
            raise ValidationError(CLOSED)

    return FamilyNeed.objects.lock(need.pk, version, check=check)


def _check_yours(need, *, on, by):
    if not FamilyNeed.objects.visible_to(by, on=on).filter(pk=need.pk).exists():
        raise ValidationError(CLOSED_TO_YOU)
