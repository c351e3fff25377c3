from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import not_after
from branch.core.models import AuditEvent
from branch.school.models import Staff, Student
from branch.walkins.aid.models import Drive
from branch.walkins.naming import names_about, refuse_listed

WAITING = "还有待审核的一笔，审核或撤回以后再结束。"
NO_NAMES = "写了姓名“{}”，请删去：名称会随公开说明传出去，不写学生和家庭。"
TWIN = "已有同名的活动。请打开那一次，或者换个名称。"
LINES_OUTSIDE = "已有一笔记在这个日期之外，请改日期。"


@transaction.atomic
def start_drive(*, title, started_on, keeper, on, by, ended_on=None):
    """Open a drive with empty books."""
    return _write(
        Drive(),
        title=title,
        started_on=started_on,
        keeper=keeper,
        ended_on=ended_on,
        verb="drive.started",
        on=on,
        by=by,
    )


@transaction.atomic
def revise_drive(drive, *, title, started_on, keeper, version, on, by, ended_on=None):
    """Correct a drive, end it or open it again; its lines have to lie within its days."""
    drive = Drive.objects.lock(drive.pk, version)
    if ended_on and drive.lines.waiting().exists():
        raise ValidationError({"ended_on": WAITING})
    # a correction is of the day it was made, also after the end
    lines = drive.lines.filter(reverses=None)
    if lines.filter(happened_on__lt=started_on).exists():
        raise ValidationError({"started_on": LINES_OUTSIDE})
    if ended_on and lines.filter(happened_on__gt=ended_on).exists():
        raise ValidationError({"ended_on": LINES_OUTSIDE})
    reached = Student.objects.filter(aid_shares__aid__drive=drive).distinct()
    refuse_listed({"title": title}, names_about(reached), NO_NAMES)
    facts = {"title": title, "started_on": started_on, "keeper": keeper, "ended_on": ended_on}
    return _write(drive, **facts, verb="drive.revised", on=on, by=by)


def _write(drive, *, title, started_on, keeper, ended_on, verb, on, by):
    not_after(started_on, "started_on", on=on)
    if ended_on:
        not_after(ended_on, "ended_on", on=on, says="结束日期不能晚于今天，到那一天再填。")
    if drive.keeper_id != keeper.pk and not Staff.objects.working_on(on).filter(pk=keeper.pk):
        raise ValidationError({"keeper": "这名老师已离校，请另选一名。"})
    twins = Drive.objects.filter(title=title).exclude(pk=drive.pk)
    if twins.exists():
        raise ValidationError({"title": TWIN})
    drive.title, drive.started_on, drive.ended_on = title, started_on, ended_on
    drive.keeper = keeper
    drive.full_clean()
    drive.save()
    AuditEvent.record(actor=by, verb=verb, target=drive)
    return drive
