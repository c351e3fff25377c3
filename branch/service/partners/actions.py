"""What is done to partners and to the rows of their pages."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.activities.models import Partner
from branch.core.dated import ONE_DAY, end_after
from branch.core.files import delete_on_commit
from branch.core.models import AuditEvent
from branch.core.public import touch
from branch.core.undo import Trace, undoes
from branch.core.wording import NO_SECRETS, has_secret_mark

from .models import (
    CHANGES,
    PAPERS,
    BranchReport,
    EntryStep,
    ListEntry,
    PartnerContact,
)

GONE = "这一条已经撤回，请看过再改。"
ENDED = "这一项已经撤下。"
NO_STATE = "资源没有进度，有变动请撤下这一项，另加一项。"
OVERLAPS = "这段时间支部已在这里报到。新报到的，请先给上一次写结束日期。"
NAMELESS = "请写联系人姓名，或清空办公电话。"


@transaction.atomic
def add_partner(*, by, **facts):
    """Add a partner to the list, with the contact where one is named."""
    return _write_partner(Partner(), verb="partner.added", by=by, **facts)


@transaction.atomic
def revise_partner(partner, *, version, by, **facts):
    """Change a partner and its contact; a former contact is not kept."""
    row = Partner.objects.lock(partner.pk, version)
    return _write_partner(row, verb="partner.changed", by=by, **facts)


def _write_partner(row, *, contact_name, contact_phone, verb, by, **facts):
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    _keep_contact(row, contact_name.strip(), contact_phone.strip())
    AuditEvent.record(actor=by, verb=verb, target=row, says=str(row))
    touch()
    return row


def _keep_contact(partner, name, phone):
    if phone and not name:
        raise ValidationError({"contact_name": NAMELESS})
    if not name:
        PartnerContact.objects.filter(partner=partner).delete()
        return
    row = PartnerContact.objects.filter(partner=partner).first() or PartnerContact(partner=partner)
    row.name, row.phone = name, phone
    try:
        row.full_clean()
    except ValidationError as refusal:
        found = {f"contact_{field}": errors for field, errors in refusal.error_dict.items()}
        raise ValidationError(found) from refusal
    row.save()


@transaction.atomic
def add_row(model, partner, *, on, by, paper=None, **facts):
    """Store a row of a partner's page: an agreement, a report, an evaluation."""
    row = model(partner=_locked(partner), **facts)
    return _store(row, "added", paper=paper, on=on, by=by)


@transaction.atomic
def revise_row(row, *, version, on, by, paper=None, **facts):
    """Put a row right, or give it a last day."""
    row = _lock(row, version)
    for name, value in facts.items():
        setattr(row, name, value)
    return _store(row, "revised", paper=paper, on=on, by=by)


def _locked(partner):
    """The partner, whose rows nobody else writes meanwhile."""
    return Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)


def _lock(row, version):
    """The row as it is now, below its partner; refuse one that was withdrawn or taken off meanwhile."""
    _locked(row.partner)
    rows = type(row).objects
    if not rows.filter(pk=row.pk).exists():
        raise ValidationError(GONE)
    return rows.lock(row.pk, version, check=_refuse_ended_line)


def _refuse_ended_line(row):
    if isinstance(row, ListEntry) and row.until_on:
        raise ValidationError(ENDED)


def _store(row, done, *, paper, on, by):
    row.refuse_ahead(on=on)
    _refuse_overlap(row)
    row.full_clean()
    row.save()
    _keep_paper(row, paper, by=by)
    AuditEvent.record(actor=by, verb=f"{row._meta.model_name}.{done}", target=row)
    return row


def _refuse_overlap(row):
    """Refuse a report to a partner on days on which another one holds."""
    if not isinstance(row, BranchReport):
        return
    others = BranchReport.objects.filter(partner=row.partner_id).exclude(pk=row.pk)
    others = others.reaching(row.from_on)
    if row.until_on:
        others = others.filter(from_on__lte=row.until_on)
    if others.exists():
        raise ValidationError({"from_on": OVERLAPS})


def _keep_paper(row, paper, *, by):
    """Store the paper of a row, in place of the former one."""
    if not paper:
        return
    if has_secret_mark(paper["original_name"]):
        raise ValidationError({"paper": NO_SECRETS})
    model = PAPERS[type(row)]
    former = model.objects.filter(record_id=row.pk).first()
    if former:
        delete_on_commit(former)
        former.delete()
    model.objects.create(record_id=row.pk, uploaded_by=by, **paper)


@transaction.atomic
def withdraw_row(row, *, version, on, by):
    """撤回 a row entered by mistake. Returns the step, undone today."""
    row = _lock(row, version)
    trace = Trace(row)
    row.is_void = True
    row.save(update_fields=["is_void", "version"])
    AuditEvent.record(actor=by, verb=f"{row._meta.model_name}.withdrawn", target=row)
    return trace.keep("service.partner_row_withdrawn", target=row, on=on, by=by)


@undoes("service.partner_row_withdrawn", permission=CHANGES, of_anyone=True, first="partner")
def restore_row(rows, *, on, by):
    """Let a row stand that was withdrawn by mistake; its constraints refuse one that was entered anew."""
    (row,) = rows
    _refuse_overlap(row)
    AuditEvent.record(actor=by, verb=f"{row._meta.model_name}.restored", target=row)


@transaction.atomic
def list_entry(partner, *, group, what, on, by):
    """Put a line on one of a partner's lists, from today on."""
    row = ListEntry(partner=_locked(partner), group=group, what=what.strip(), from_on=on)
    return _store(row, "added", paper=None, on=on, by=by)


@transaction.atomic
def step_entry(entry, *, state, version, on, by):
    """Say how a need or a project stands from today on; said again today, it replaces what was said."""
    row = _lock(entry, version)
    if not row.is_stepped:
        raise ValidationError(NO_STATE)
    row.save(update_fields=["version"])
    facts = {"state": state, "recorded_by": by}
    EntryStep.objects.update_or_create(entry_id=row.pk, happened_on=on, defaults=facts)
    AuditEvent.record(actor=by, verb="listentry.stepped", target=row, says=state)
    return row


@transaction.atomic
def end_entry(entry, *, version, on, by):
    """Take a line off its list; it stays on the record of the days before. Returns the step, undone today."""
    row = _lock(entry, version)
    trace = Trace(row)
    row.save(update_fields=["version"])
    end_after(row, on - ONE_DAY)
    AuditEvent.record(actor=by, verb="listentry.ended", target=row)
    return trace.keep("service.entry_ended", target=row, on=on, by=by)


@undoes("service.entry_ended", permission=CHANGES, of_anyone=True, first="partner")
def list_again(rows, *, on, by):
    """Put a line back that was taken off by mistake; its constraint refuses one that was added anew."""
    (row,) = rows
    AuditEvent.record(actor=by, verb="listentry.listed_again", target=row)
