"""What the pages of the school say of the walk-ins."""

from itertools import groupby

from branch.school.cards import ClassCard, FamilyCard, StudentCard

from .models import (
    AidRecipient,
    ClassPosting,
    ContactNote,
    FamilyHardship,
    FamilyNeed,
    FamilyPairing,
    HomeVisit,
    Pairing,
    VisitedStudent,
    VisitNote,
)


class SealedNotes(StudentCard):
    """That there are sealed notes about the student, to the counsellor alone."""

    key, permission = "walkins.sealed_notes", "walkins.read_every_note"
    template = "walkins/card_notes.html"

    def data(self, student, user, *, on):
        rows = [
            (note.contact if model is ContactNote else note.visit, note.get_absolute_url())
            for model in (ContactNote, VisitNote)
            for note in _notes(model, student, user, on=on)
        ]
        return sorted(rows, key=lambda row: row[0].happened_on, reverse=True)


def _notes(model, student, user, *, on):
    field = "contact" if model is ContactNote else "visit"
    rows = model.objects.readable_by(user, on=on).about(student).defer("sealed")
    return rows.select_related(field).order_by("pk")


class Difficulties(FamilyCard):
    """实际困难: the open difficulties of a family by their day, and the closed ones, the latest first."""

    key, permission = "walkins.difficulties", "walkins.add_familyneed"
    template = "walkins/card_difficulties.html"

    def data(self, family, children, user, *, on):
        rows = FamilyNeed.objects.counted().visible_to(user, on=on).filter(family=family)
        needs = sorted(rows.with_day(on), key=_open_first)
        return {"needs": needs[:LATEST], "student": children[0] if children else None}


def _open_first(need):
    if need.is_open:
        return 0, need.due_on.toordinal()
    return 1, -need.closed_on.toordinal()


class Visits(FamilyCard):
    """家访: the visits to children of a family, the latest first, and what their visitor may open."""

    key, permission = "walkins.visits", "walkins.add_homevisit"
    template = "walkins/card_visits.html"

    def data(self, family, children, user, *, on):
        return _visits(children, user, on=on) | {"student": children[0] if children else None}


class VisitsOfStudent(StudentCard):
    """The same of one student."""

    key, permission = "walkins.visits_of_student", "walkins.add_homevisit"
    template = "walkins/card_visits.html"

    def data(self, student, user, *, on):
        found = _visits([student], user, on=on)
        return found | {"student": student} if found["visits"] else None


# of the card; the page of visits has all
LATEST = 20


def _visits(children, user, *, on):
    shares = VisitedStudent.objects.filter(student__in=children).visible_to(user, on=on)
    rows = HomeVisit.objects.filter(pk__in=shares.order_by().values("visit"))
    rows = rows.select_related("visitor").prefetch_related("companions").with_note_for(user, on=on)
    visits = list(rows[: LATEST + 1])
    return {"visits": visits[:LATEST], "has_more": len(visits) > LATEST}


class FamilyStanding(FamilyCard):
    """家庭情况: that a child is on the school's list of the year, and the members paired with the family."""

    key, permission = "walkins.family", "walkins.view_familypairing"
    order, template = 120, "walkins/card_family.html"

    def data(self, family, children, user, *, on):
        listed = FamilyHardship.objects.holding_on(on).visible_to(user, on=on)
        rows = FamilyPairing.objects.active_on(on).visible_to(user, on=on).filter(family=family)
        card = {
            "hardship": listed.filter(student__family=family).first(),
            "pairings": list(rows.select_related("member__staff").order_by("started_on", "pk")),
        }
        return card if any(card.values()) else None


class PairedMembers(FamilyCard):
    """结对党员: the members who are paired with the children of a family, child by child."""

    key, permission = "walkins.paired", "walkins.view_pairing"
    template = "walkins/card_paired.html"

    def data(self, family, children, user, *, on):
        rows = Pairing.objects.active_on(on).visible_to(user, on=on).filter(student__in=children)
        rows = rows.select_related("member__staff", "student")
        rows = rows.order_by("student__number", "started_on", "pk")
        return [(child, list(own)) for child, own in groupby(rows, lambda row: row.student)]


class Beside(ClassCard):
    """联系党员: the members linked to a class today, and a link to its page."""

    key, permission = "walkins.beside", "walkins.view_classposting"
    template = "walkins/card_beside.html"

    def data(self, school_class, user, *, on):
        if not school_class.is_in_school_on(on):
            return None
        rows = ClassPosting.objects.with_member_in_school_on(on).visible_to(user, on=on)
        rows = rows.filter(school_class=school_class).select_related("member__staff")
        return {"school_class": school_class, "postings": list(rows.order_by("from_on", "pk"))}


class AidOfFamily(FamilyCard):
    """帮困助学: the counted lines that reached a child of the family, the latest first; no other student of a line."""

    key, permission, order = "walkins.aid_of_family", "walkins.view_aid", 130
    template = "walkins/card_aid.html"

    def data(self, family, children, user, *, on):
        return _aid(children, user, on=on)


class AidOfStudent(StudentCard):
    """The same of one student."""

    key, permission, order = "walkins.aid_of_student", "walkins.view_aid", 130
    template = "walkins/card_aid.html"

    def data(self, student, user, *, on):
        return _aid([student], user, on=on)


def _aid(children, user, *, on):
    rows = AidRecipient.objects.reached().visible_to(user, on=on).filter(student__in=children)
    rows = rows.select_related("aid__drive", "student").order_by("-happened_on", "-aid", "pk")
    shares = list(rows[:LATEST])
    return {"shares": shares, "names_them": len(children) > 1} if shares else None
