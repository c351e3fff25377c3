"""What the sealed notes of all tracks have in common: who opens them, how they are rewritten and deleted."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from branch.core.models import AuditEvent, SealedQuerySet
from branch.school.models import Staff

CLOSED = "这段保密记录现在不归您改写或删除：结对或学年刚刚结束。"


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
def rewrite_note(note, *, text, version, on, at, by):
    """Replace the text of a note; the former one is gone."""
    is_open = partial(_check_open, on=on, by=by)
    note = type(note).objects.lock(note.pk, version, check=is_open)
    note.seal(text)
    note.rewritten_at = at
    note.full_clean()
    note.save(update_fields=["sealed", "rewritten_at", "version"])
    AuditEvent.record(actor=by, verb="note.rewritten", target=note)
    return note


def _check_open(note, *, on, by):
    """Refuse an author to whom the note was closed after the page read it."""
    if not type(note).objects.rewritable_by(by, on=on).filter(pk=note.pk).exists():
        raise ValidationError(CLOSED)


@transaction.atomic
def discard_note(note, *, on, by):
    """Delete one's own note."""
    note = type(note).objects.select_for_update(of=("self",)).get(pk=note.pk)
    _check_open(note, on=on, by=by)
    delete_note(note, by=by)


@transaction.atomic
def delete_note(note, *, by):
    """Delete a note for good; an audit event keeps that there was one."""
    AuditEvent.record(actor=by, verb="note.deleted", target=note)
    note.delete()
