"""Texts about a class that name no pupil of it."""

from django.core.exceptions import ValidationError

from branch.core.wording import squeezed
from branch.school.models import Student
from branch.school.names import DOTS

# a name of one character would be found in every sentence
SHORTEST = 2


def refuse_names(texts, school_class, *, on):
    """Refuse texts with the full name of a pupil who is in the class on the day; `texts` is {field: text}."""
    if errors := names_in(texts, school_class, on=on):
        raise ValidationError(errors)


def names_in(texts, school_class, *, on):
    """{field: a sentence} of the texts with the full name of a pupil who is in the class on the day."""
    written = {field: _plain(text) for field, text in texts.items() if text}
    if not any(written.values()):
        return {}
    pupils = Student.objects.in_classes([school_class], on=on)
    names = [name for name in pupils.values_list("name", flat=True) if len(name) >= SHORTEST]
    return {
        field: f"写了学生姓名“{name}”，请删去，只写事实。"
        for field, text in written.items()
        for name in names
        if _plain(name) in text
    }


def _plain(text):
    """The text in one width, without spaces and without the dots between parts of a name."""
    return DOTS.sub("", squeezed(text))
