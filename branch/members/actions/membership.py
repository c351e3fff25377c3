"""Memberships: admission, probation, groups, absences and transfer, each dated and audited."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core import periods
from branch.core.consequences import refuse_unless_seen
from branch.core.dated import ONE_DAY, not_after
from branch.core.figures import figure
from branch.core.models import AuditEvent
from branch.core.public import touch
from branch.core.undo import Trace, undoes
from branch.coverage.actions import end_excuse, record_excuse
from branch.coverage.models import Excuse
from branch.members.figures import EXTENSION_LEAST, EXTENSION_MOST, PROBATION
from branch.members.models import FlagPage, Member, MemberStatus, Office
from branch.members.strokes import strokes_of
from branch.school.models import Staff

from .flags import drop_portrait, take_down
from .offices import end_seat, refuse_held

Kind = MemberStatus.Kind


@transaction.atomic
def admit_member(*, staff, group, kind, joined_on, from_on, on, by, regularised_on=None):
    """Add a colleague to the branch: on probation after the vote, transferred in, or returning."""
    not_after(from_on, "from_on", on=on)
    if kind == Kind.PROBATIONARY and regularised_on:
        raise ValidationError({"regularised_on": "预备党员还没有转正，请不要填写。"})
    if from_on < joined_on:
        raise ValidationError({"from_on": "到本支部的日期不能早于入党时间。"})
    Staff.objects.select_for_update(of=("self",)).get(pk=staff.pk)
    member = Member.objects.filter(staff=staff).first() or Member(staff=staff)
    if member.pk:
        member = Member.objects.lock(member.pk, member.version)
        _refuse_overlap(member, from_on)
        if member.group_id != group.pk:
            _leave_group(member, until_on=from_on - ONE_DAY)
    else:
        member.surname_strokes = strokes_of(staff.name)
    member.group, member.joined_on = group, joined_on
    if regularised_on or kind == Kind.PROBATIONARY:
        member.regularised_on = regularised_on
    member.full_clean()
    member.save()
    _begin(member, kind, from_on)
    AuditEvent.record(actor=by, verb="member.admitted", target=member, says=Kind(kind).label)
    return member


def _refuse_overlap(member, from_on):
    if member.statuses.reaching(from_on).exists():
        raise ValidationError({"staff": "这名同事在这一天已是本支部党员，请核对日期。"})


def _begin(member, kind, from_on):
    status = MemberStatus(member=member, kind=kind, from_on=from_on)
    status.full_clean()
    status.save()
    return status


def _running(member):
    """The status without a last day; `ValidationError` if the member has left the branch."""
    status = member.statuses.filter(until_on=None).first()
    if status is None:
        raise ValidationError("这名同事已不在本支部。")
    return status


def _probation(member):
    status = _running(member)
    if status.kind != Kind.PROBATIONARY:
        raise ValidationError("这名党员已经转正。")
    return status


def _end(status, last_day, field, *, is_ended=False):
    if last_day < status.from_on:
        raise ValidationError({field: f"现在的类别从 {status.from_on} 开始，请选它之后的日期。"})
    status.until_on, status.is_ended = last_day, is_ended
    status.full_clean()
    status.save(update_fields=["until_on", "is_ended"])


@transaction.atomic
def regularise(member, *, full_on, version, on, by):
    """转正: end probation in full membership, on the day it was over."""
    member = Member.objects.lock(member.pk, version)
    status = _probation(member)
    not_after(full_on, "full_on", on=on)
    ends_on = status.probation_ends_on(months=figure(PROBATION.key, on=on))
    if full_on < ends_on:
        raise ValidationError({"full_on": f"预备期到 {ends_on} 才满，不能提前转正。"})
    _end(status, full_on - ONE_DAY, "full_on")
    _begin(member, Kind.FULL, full_on)
    member.regularised_on = full_on
    member.full_clean()
    member.save(update_fields=["regularised_on", "version"])
    AuditEvent.record(actor=by, verb="member.regularised", target=member)
    return member


@transaction.atomic
def extend_probation(member, *, decided_on, months, version, on, by):
    """延长预备期: extend probation once, by months counted from the end of the first year."""
    member = Member.objects.lock(member.pk, version)
    status = _probation(member)
    not_after(decided_on, "decided_on", on=on)
    if status.extended_on:
        raise ValidationError("预备期已经延长过一次，不能再延长。")
    least, most = figure(EXTENSION_LEAST.key, on=on), figure(EXTENSION_MOST.key, on=on)
    if not least <= months <= most:
        raise ValidationError({"months": f"延长 {least} 到 {most} 个月。"})
    if decided_on < status.from_on:
        raise ValidationError({"decided_on": f"预备期从 {status.from_on} 开始，请核对日期。"})
    first_end = status.probation_ends_on(months=figure(PROBATION.key, on=on))
    status.extended_on = decided_on
    status.extended_until = periods.months_later(first_end, months)
    status.full_clean()
    status.save(update_fields=["extended_on", "extended_until"])
    member.save(update_fields=["version"])
    AuditEvent.record(
        actor=by, verb="member.probation_extended", target=member, says=f"{months} 个月"
    )
    return member


@transaction.atomic
def release_member(member, *, until_on, version, on, by, seen=None):
    """转出: write the last day of a membership; offices end with it and the public page is taken down.

    `seen` is the digest of what the page said would follow. The step can be undone today.
    """
    member = Member.objects.lock(member.pk, version)
    refuse_unless_seen(seen, "members.release", member, on=on, by=by)
    status = _running(member)
    not_after(until_on, "until_on", on=on)
    seats = list(member.offices.open())
    pages = list(FlagPage.objects.select_for_update(of=("self",)).filter(member=member))
    for page in pages:
        drop_portrait(page)
    trace = Trace(status, *seats, *pages)
    _end(status, until_on, "until_on", is_ended=True)
    _end_all(seats, until_on, by=by)
    for page in pages:
        take_down(page)
    touch()
    member.save(update_fields=["version"])
    AuditEvent.record(actor=by, verb="member.released", target=member)
    address = member.get_absolute_url()
    trace.keep("member.released", target=member, on=on, by=by, address=address)
    return member


def _end_all(seats, until_on, *, by):
    if any(seat.from_on > until_on for seat in seats):
        raise ValidationError({"until_on": "这一天之后还任了党内职务，请先核对任职日期。"})
    for seat in seats:
        end_seat(seat, until_on, by=by)


@undoes("member.released", permission="members.change_member", of_anyone=True)
def restore_membership(rows, *, on, by):
    """Let a membership run on that was ended by mistake, with the offices and the public page it had."""
    for seat in (row for row in rows if isinstance(row, Office)):
        refuse_held(seat.kind, seat.from_on)
    member = Member.objects.select_for_update(of=("self",)).get(pk=rows[0].member_id)
    member.version += 1
    member.save(update_fields=["version"])
    touch()
    AuditEvent.record(actor=by, verb="member.release_undone", target=member)


@transaction.atomic
def regroup_member(member, *, group, version, on, by):
    """Move a member to another group from today; yesterday was the last day in the old one.

    A group they joined only today was a mistake: no row is written of it, only the audit event.
    """
    member = Member.objects.lock(member.pk, version)
    _running(member)
    if member.group_id == group.pk:
        raise ValidationError({"group": "已在这个党小组，请选另一个。"})
    text = f"由{member.group}调到{group}"
    _leave_group(member, until_on=on - ONE_DAY)
    member.group = group
    member.full_clean()
    member.save(update_fields=["group", "version"])
    AuditEvent.record(actor=by, verb="member.regrouped", target=member, says=text)
    return member


def _leave_group(member, *, until_on):
    """Record the group the member was in, if they were in it for at least one day."""
    former = member.group_left(until_on=until_on)
    if former:
        former.save()


@transaction.atomic
def revise_member(member, *, version, by, **facts):
    """Correct the personal data of a member."""
    member = Member.objects.lock(member.pk, version)
    for name, value in facts.items():
        setattr(member, name, value)
    member.full_clean()
    member.save()
    AuditEvent.record(actor=by, verb="member.revised", target=member)
    return member


@transaction.atomic
def send_away(member, *, reason, from_on, until_on, version, by):
    """外出: excuse a member from every duty and from meetings while they are away."""
    member = Member.objects.lock(member.pk, version)
    _running(member)
    if until_on < from_on:
        raise ValidationError({"until_on": "外出最后一天不能早于外出日期。"})
    record_excuse(
        duty_key="", subject=member, reason=reason, from_on=from_on, until_on=until_on, by=by
    )
    member.save(update_fields=["version"])
    return member


@transaction.atomic
def bring_back(member, *, on, by):
    """返岗: end the absence, so that duties bind the member from this day; returns the step, to be undone today."""
    running = Excuse.objects.active_on(on).standing(Member).filter(subject_id=member.pk).first()
    if running is None:
        raise ValidationError("现在没有登记外出。")
    return end_excuse(running, on=on, by=by)
