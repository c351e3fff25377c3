from django.db import transaction

from branch.core.models import AuditEvent
from branch.core.public import touch
from branch.members.models import Honour


@transaction.atomic
def record_honour(*, member, by, **fields):
    """Enter an honour from its certificate; it shows on the member's public page, if there is one."""
    honour = Honour(member=member, **fields)
    honour.full_clean()
    honour.save()
    touch()
    AuditEvent.record(actor=by, verb="honour.recorded", target=member, says=str(honour))
    return honour


@transaction.atomic
def remove_honour(honour, *, by):
    """Take back an honour entered by mistake."""
    touch()
    AuditEvent.record(actor=by, verb="honour.removed", target=honour.member, says=str(honour))
    honour.delete()
