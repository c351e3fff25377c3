"""What other apps add to the pages of a student, of a family and of a class."""

from branch.core.registry import Declared

from .models import PortraitConsent


class StudentCard(Declared):
    """A part of a student's page that an app adds, for those who have its permission."""

    key = permission = template = ""

    def data(self, student, user, *, on):
        """What the template shows as `card`; an empty value where there is nothing to show."""
        raise NotImplementedError


class FamilyCard(Declared):
    """A part of a family's page, likewise; `children` are those that the user may read, with their class."""

    key = permission = template = ""

    def data(self, family, children, user, *, on):
        """What the template shows as `card`; an empty value where there is nothing to show."""
        raise NotImplementedError


class ClassCard(Declared):
    """A part of the page of a class, likewise, beside its head teacher."""

    key = permission = template = ""

    def data(self, school_class, user, *, on):
        """What the template shows as `card`; an empty value where there is nothing to show."""
        raise NotImplementedError


def cards(kind, *about, user, on):
    """(template, data) of each card of a kind that has something about these to show the user."""
    found = [(card.template, card.data(*about, user, on=on)) for card in kind.open_to(user)]
    return [(template, data) for template, data in found if data]


class PortraitAnswers(StudentCard):
    """What the guardian answered about photos in public, each answer with its days, for those who keep the list."""

    key, permission = "school.portrait_answers", "school.view_portraitconsent"
    template = "school/card_consents.html"

    def data(self, student, user, *, on):
        return list(PortraitConsent.objects.visible_to(user, on=on).filter(student=student))
