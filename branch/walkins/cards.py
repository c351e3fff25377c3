"""What a student's page says of the walk-ins."""

from branch.school.cards import StudentCard

from .models import ContactNote


class SealedNotes(StudentCard):
    """That there are sealed notes about the student, to the counsellor alone."""

    key, permission = "walkins.sealed_notes", "walkins.read_every_note"
    template = "walkins/card_notes.html"

    def data(self, student, user, *, on):
        notes = ContactNote.objects.readable_by(user, on=on).about(student).defer("sealed")
        return list(notes.select_related("contact").order_by("-contact__happened_on", "pk"))
