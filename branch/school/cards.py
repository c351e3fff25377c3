"""What other apps add to the pages of a student, of a family and of a class."""

from branch.core.cards import Card
from branch.core.registry import Declared

from .models import PortraitConsent


class StudentCard(Card, Declared):
    """A part of a student's page: `data(student, user, on=…)`."""


class FamilyCard(Card, Declared):
    """A part of a family's page: `data(family, children, user, on=…)`; the children are those that the user may read, with their class."""


class ClassCard(Card, Declared):
    """A part of the page of a class, beside its head teacher: `data(school_class, user, on=…)`."""


class PortraitAnswers(StudentCard):
    """What the guardian answered about photos in public, each answer with its days, for those who keep the list."""

    key, permission = "school.portrait_answers", "school.view_portraitconsent"
    template = "school/card_consents.html"

    def data(self, student, user, *, on):
        return list(PortraitConsent.objects.visible_to(user, on=on).filter(student=student))
