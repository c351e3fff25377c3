"""党内职务: the dated seats of the committee."""

from datetime import timedelta

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from branch.core.dated import not_after
from branch.core.models import AuditEvent
from branch.members.models import Member, Office


@transaction.atomic
def appoint(member, *, kind, from_on, version, on, by):
    """任职: fill a seat of the committee between two elections."""
    member = Member.objects.lock(member.pk, version)
    not_after(from_on, "from_on", on=on)
    office = _seat(member, kind, from_on, field="kind")
    member.save(update_fields=["version"])
    AuditEvent.record(actor=by, verb="office.begun", target=office, says=str(office))
    return member


def _seat(member, kind, from_on, *, field):
    """Create a seat; its holder must be a full member, and the seat must be free on the day."""
    if not Member.objects.voting_on(from_on).filter(pk=member.pk).exists():
        raise ValidationError({field: f"{member}在这一天不是本支部正式党员，不能担任党内职务。"})
    refuse_held(kind, from_on, field=field)
    office = Office(member=member, kind=kind, from_on=from_on)
    office.full_clean()
    office.save()
    return office


def refuse_held(kind, from_on, *, field=NON_FIELD_ERRORS):
    """Refuse a seat from a day that an ended seat of the kind still covers."""
    before = Office.objects.filter(kind=kind, until_on__gte=from_on).first()
    if before:
        raise ValidationError(
            {field: f"{before.get_kind_display()}由{before.member}担任到 {before.until_on}。"}
        )


@transaction.atomic
def dismiss(office, *, until_on, on, by):
    """免职: write the last day of a seat."""
    office = Office.objects.select_for_update(of=("self",)).get(pk=office.pk)
    if office.until_on:
        raise ValidationError("这个职务已经结束。")
    not_after(until_on, "until_on", on=on)
    return end_seat(office, until_on, by=by)


def end_seat(office, until_on, *, by):
    """Write the last day of a seat and its audit event."""
    office.until_on = until_on
    office.full_clean()
    office.save(update_fields=["until_on"])
    AuditEvent.record(actor=by, verb="office.ended", target=office, says=str(office))
    return office


@transaction.atomic
def elect_committee(*, seats, from_on, on, by):
    """换届: end every seat the day before and begin the new ones; `seats` is {kind: member}."""
    not_after(from_on, "from_on", on=on)
    running = Office.objects.select_for_update(of=("self",)).filter(until_on=None)
    if running.filter(from_on__gte=from_on).exists():
        raise ValidationError({"from_on": "这一天之后已有人任职，请核对选举日期。"})
    for office in running:
        end_seat(office, from_on - timedelta(days=1), by=by)
    for kind, member in seats.items():
        office = _seat(member, kind, from_on, field=kind)
        AuditEvent.record(actor=by, verb="office.begun", target=office, says=str(office))
    return office
