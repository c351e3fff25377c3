from django.core.exceptions import ValidationError
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from branch.core.models import AuditEvent
from branch.walkins.students.models import Contact, ContactNote

from .contacts import lock_pairings

CLOSED = "这条帮扶记录现在不能写保密记录：结对已经结束，或者记录里不止一名学生。"


@sensitive_variables("text")
@transaction.atomic
def write_contact_note(contact, *, text, on, at, by):
    """Add the sealed note of a contact; only the paired member may, of a contact with one student."""
    lock_pairings(contact.pairings.all())
    if not Contact.objects.notable_by(by, on=on).filter(pk=contact.pk).exists():
        raise ValidationError(CLOSED)
    note = ContactNote(contact=contact, author=by, written_at=at)
    note.seal(text)
    note.full_clean()
    note.save(force_insert=True)
    AuditEvent.record(actor=by, verb="note.written", target=note)
    return note
