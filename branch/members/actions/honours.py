from django.db import transaction

from branch.core.models import AuditEvent
from branch.core.public import touch
from branch.members.models import Honour


@transaction.atomic
def record_honour(*, member, at, by, **fields):
    """Record an honour; the public page shows it after the next consent and approval."""
    honour = Honour(member=member, recorded_at=at, **fields)
    honour.full_clean()
    honour.save()
    touch()
    AuditEvent.record(actor=by, verb="honour.recorded", target=member, says=str(honour))
    return honour


@transaction.atomic
def remove_honour(honour, *, by):
    """Delete an honour entered by mistake."""
    touch()
    AuditEvent.record(actor=by, verb="honour.removed", target=honour.member, says=str(honour))
    honour.delete()
