"""先上岗后补学: written with the post or later, and corrected."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.models import AuditEvent
from branch.school.models import HeadTeacherPost
from branch.walkins.classes.models import HeadTeacherWaiver

GONE = "这名班主任的任职已经改动，请重新打开后再写。"
WRITTEN_BEFORE = "刚有人写过原因，请核对后再更正。"
IN_THE_PAST = "补学期限不能早于今天。"


@transaction.atomic
def record_waiver(*, post, reason, make_up_by, on, by):
    """Store why the holder of a post began without the hours, and by when they follow.

    One about somebody who was to have the post before is replaced.
    """
    rows = HeadTeacherPost.objects.select_for_update(of=("self",))
    if not rows.filter(pk=post.pk, staff=post.staff_id).exists():
        raise ValidationError(GONE)
    waiver = (
        HeadTeacherWaiver.objects.select_for_update(of=("self",)).filter(post_id=post.pk).first()
    )
    if waiver and waiver.staff_id == post.staff_id:
        raise ValidationError(WRITTEN_BEFORE)
    if waiver:
        # those of the other person
        waiver.former_days.all().delete()
    waiver = waiver or HeadTeacherWaiver(post=post)
    _check_day(make_up_by, on=on)
    waiver.staff_id, waiver.reason, waiver.make_up_by = post.staff_id, reason, make_up_by
    waiver.recorded_on, waiver.recorded_by = on, by
    waiver.full_clean(exclude=["post", "staff", "recorded_by"])
    waiver.save()
    AuditEvent.record(
        actor=by, verb="waiver.recorded", target=waiver, says=f"补学期限 {make_up_by}"
    )
    return waiver


@transaction.atomic
def revise_waiver(waiver, *, reason, make_up_by, version, on, by):
    """Correct the reason or move the day; the trace keeps the day as it was."""
    waiver = HeadTeacherWaiver.objects.lock(waiver.pk, version)
    says = []
    if reason != waiver.reason:
        says.append("原因")
    if make_up_by != waiver.make_up_by:
        _check_day(make_up_by, on=on)
        says.append(f"补学期限 {waiver.make_up_by} 改为 {make_up_by}")
        waiver.former_days.create(make_up_by=waiver.make_up_by, moved_on=on)
    waiver.reason, waiver.make_up_by = reason, make_up_by
    waiver.full_clean(exclude=["post", "staff", "recorded_by"])
    waiver.save(update_fields=["reason", "make_up_by", "version"])
    AuditEvent.record(actor=by, verb="waiver.revised", target=waiver, says="；".join(says))
    return waiver


def _check_day(make_up_by, *, on):
    if make_up_by < on:
        raise ValidationError({"make_up_by": IN_THE_PAST})
