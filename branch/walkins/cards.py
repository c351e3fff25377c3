"""What the pages of the school say of the walk-ins."""

from itertools import groupby

from branch.school.cards import FamilyCard, StudentCard

from .models import ContactNote, FamilyHardship, Pairing


class SealedNotes(StudentCard):
    """That there are sealed notes about the student, to the counsellor alone."""

    key, permission = "walkins.sealed_notes", "walkins.read_every_note"
    template = "walkins/card_notes.html"

    def data(self, student, user, *, on):
        notes = ContactNote.objects.readable_by(user, on=on).about(student).defer("sealed")
        return list(notes.select_related("contact").order_by("-contact__happened_on", "pk"))


class ConfirmedHardship(FamilyCard):
    """学校认定: that a child of the family is on the school's list of this school year."""

    key, permission = "walkins.hardship", "walkins.view_familypairing"
    order, template = 50, "walkins/card_hardship.html"

    def data(self, family, children, user, *, on):
        rows = FamilyHardship.objects.holding_on(on).visible_to(user, on=on)
        return rows.filter(student__family=family).first()


class PairedMembers(FamilyCard):
    """结对党员: the members who are paired with the children of a family, child by child."""

    key, permission = "walkins.paired", "walkins.view_pairing"
    template = "walkins/card_paired.html"

    def data(self, family, children, user, *, on):
        rows = Pairing.objects.active_on(on).visible_to(user, on=on).filter(student__in=children)
        rows = rows.select_related("member__staff", "student")
        rows = rows.order_by("student__number", "started_on", "pk")
        return [(child, list(own)) for child, own in groupby(rows, lambda row: row.student)]
