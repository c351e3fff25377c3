"""The lists that the branch keeps: an entry is added, put right while nothing uses it, and no longer offered."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.dated import ONE_DAY
from branch.core.models import AuditEvent
from branch.core.undo import Trace, undoes
from branch.service.registers.models import Community

USED = "已有记录用到“{}”，改了会改动以前的记录。请停用这一项，另加一项。"
ENDED = "这一项已经停用。"
TAKEN = "现在已有同名的一项，不能撤销。"


@transaction.atomic
def add_wording(model, *, on, by, **facts):
    """Offer one more entry of a list from today on."""
    row = model(from_on=on, **facts)
    row.full_clean()
    row.save()
    AuditEvent.record(actor=by, verb="wording.added", target=row)
    return row


@transaction.atomic
def revise_wording(row, *, version, on, by, **facts):
    """Change the order of an entry, and its words as long as nothing was recorded under it."""
    row = type(row).objects.lock(row.pk, version, check=_refuse_ended)
    words = {name: value for name, value in facts.items() if name != "order"}
    if any(getattr(row, name) != value for name, value in words.items()) and row.is_used:
        raise ValidationError({"name": USED.format(row)})
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    AuditEvent.record(actor=by, verb="wording.revised", target=row)
    return row


@transaction.atomic
def end_wording(row, *, version, on, by):
    """Offer an entry no more; what was recorded under it stays. Returns the step, undone today."""
    row = type(row).objects.lock(row.pk, version, check=_refuse_ended)
    trace = Trace(row)
    row.until_on = on - ONE_DAY
    row.save(update_fields=["until_on", "version"])
    AuditEvent.record(actor=by, verb="wording.ended", target=row)
    return trace.keep("service.wording_ended", target=row, on=on, by=by)


@undoes("service.wording_ended", permission="service.change_checklistitem", of_anyone=True)
def offer_again(rows, *, on, by):
    """Offer an entry again that was ended by mistake; its constraint refuses a name that was given anew."""
    (row,) = rows
    AuditEvent.record(actor=by, verb="wording.offered_again", target=row)


def community_of(*, community=None, community_name="", on, by):
    """The community that was chosen, or the one of a name that was typed, which is added to the list."""
    name = community_name.strip()
    if not name:
        if community is None:
            raise ValidationError({"community": "请选择社区，列表里没有的写在“其他社区”里。"})
        return community
    row = Community(name=name, from_on=on)
    try:
        row.full_clean(validate_constraints=False)
    except ValidationError as refusal:
        raise ValidationError({"community_name": refusal.messages}) from refusal
    found, is_new = Community.objects.get_or_create(
        name=name, until_on=None, defaults={"from_on": on}
    )
    if is_new:
        AuditEvent.record(actor=by, verb="wording.added", target=found)
    return found


def _refuse_ended(row):
    if row.until_on:
        raise ValidationError(ENDED)
