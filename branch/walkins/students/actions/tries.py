from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.models import AuditEvent
from branch.core.undo import Trace, undoes
from branch.walkins.students.models import ContactTry, Pairing

from .claims import NOT_YOURS
from .contacts import check_days, lock_pairings

AGAIN = "这一天已记过一次没联系上，没有再存一遍。"


@transaction.atomic
def record_try(*, pairings, tried_on, mode, on, by, address=""):
    """没联系上: keep that nobody was reached; return the `UndoStep`, by which it is withdrawn today.

    `address` is the page to return to then.
    """
    pairings = lock_pairings(pairings)
    allowed = Pairing.objects.recordable_by(by, on=on).filter(pk__in=[row.pk for row in pairings])
    if allowed.count() < len(pairings):
        raise ValidationError({"pairings": NOT_YOURS})
    check_days(pairings, tried_on, on=on)
    same = {"tried_on": tried_on, "mode": mode}
    if ContactTry.objects.filter(pairing__in=pairings, **same).exists():
        raise ValidationError(AGAIN)
    tries = [ContactTry(pairing=row, recorded_by=by, **same) for row in pairings]
    for one in tries:
        one.full_clean(exclude=["pairing", "recorded_by"])
        one.save()
        AuditEvent.record(actor=by, verb="contacttry.recorded", target=one)
    known = {"on": on, "by": by, "address": address}
    return Trace(*tries).keep("contacttry.recorded", target=tries[0], **known)


@undoes("contacttry.recorded", permission="walkins.add_contactclaim", first="pairing")
def withdraw_tries(rows, *, on, by):
    """Delete tries that were recorded by mistake."""
    for row in rows:
        AuditEvent.record(actor=by, verb="contacttry.withdrawn", target=row)
        row.delete()
