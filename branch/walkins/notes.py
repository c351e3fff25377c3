"""What the sealed notes of all tracks have in common: who opens them, how they are rewritten and deleted."""

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from branch.core.models import AuditEvent, SealedQuerySet
from branch.school.models import Staff


class NoteQuerySet(SealedQuerySet):
    """A subclass says in `open_to_authors(on)` while which of its notes their authors may open."""

    def open_to_authors(self, on):
        raise NotImplementedError

    def rewritable_by(self, user, *, on):
        """Notes the user wrote, is still near to, and may open, rewrite and delete while working here."""
        working = Staff.objects.working_on(on).filter(user=user)
        return self.open_to_authors(on).filter(author__in=working.values("user"))

    def readable_by(self, user, *, on):
        """All for the counsellor; else those one may rewrite."""
        every = user.has_perm("walkins.read_every_note")
        return self.all() if every else self.rewritable_by(user, on=on)


@sensitive_variables("text")
@transaction.atomic
def rewrite_note(note, *, text, version, at, by):
    """Replace the text of a note; the former one is gone."""
    note = type(note).objects.lock(note.pk, version)
    note.seal(text)
    note.rewritten_at = at
    note.full_clean()
    note.save(update_fields=["sealed", "rewritten_at", "version"])
    AuditEvent.record(actor=by, verb="note.rewritten", target=note)
    return note


@transaction.atomic
def delete_note(note, *, by):
    """Delete a note for good; an audit event keeps that there was one."""
    AuditEvent.record(actor=by, verb="note.deleted", target=note)
    note.delete()
