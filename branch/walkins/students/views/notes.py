"""Sealed notes of contacts."""

from django.contrib.auth.decorators import permission_required
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST

from branch.walkins import note_views
from branch.walkins.students.actions import write_contact_note
from branch.walkins.students.models import Contact, ContactNote


class ContactNotes:
    """What the pages of notes show of a contact with one student."""

    model, field, urls = ContactNote, "contact", "walkins:note"
    kind, called = "contact", "帮扶记录"
    kept_says = "帮扶记录的日期、方式和简要情况不受影响。"

    @cached_property
    def pairing(self):
        return self.about.pairings.select_related("student").get()

    @property
    def named(self):
        return self.pairing.student

    @property
    def students(self):
        return [self.pairing.student]

    @property
    def until_says(self):
        return "到结对结束" if self.pairing.is_active else "结对已经结束，不能再打开"

    @property
    def back(self):
        """The page that led here: the pairing for its member, the page of the student for the counsellor."""
        if self.is_author and self.pairing.is_active:
            return self.pairing.get_absolute_url()
        return reverse("school:student-detail", args=[self.pairing.student_id])


class NoteCreate(ContactNotes, note_views.NoteCreate):
    notable = Contact.objects
    write = write_contact_note


class NoteDetail(ContactNotes, note_views.NoteDetail):
    pass


class NoteUpdate(ContactNotes, note_views.NoteUpdate):
    pass


@require_POST
@permission_required("walkins.add_contactnote", raise_exception=True)
def note_delete(request, pk):
    return note_views.delete_own(request, ContactNote, pk, field="contact")
