from django.core.exceptions import ValidationError
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from branch.core.models import AuditEvent
from branch.walkins.families.models import HomeVisit, VisitNote

CLOSED = "这次家访现在不能写保密记录：还没有走访、已经作废，或者学年已经结束。"


@sensitive_variables("text")
@transaction.atomic
def write_visit_note(visit, *, text, on, at, by):
    """Add the sealed note of a visit; only its visitor may, once it was made."""
    list(HomeVisit.objects.select_for_update(of=("self",)).filter(pk=visit.pk))
    if not HomeVisit.objects.notable_by(by, on=on).filter(pk=visit.pk).exists():
        raise ValidationError(CLOSED)
    note = VisitNote(visit=visit, author=by, written_at=at)
    note.seal(text)
    note.full_clean()
    note.save(force_insert=True)
    AuditEvent.record(actor=by, verb="note.written", target=note)
    return note
