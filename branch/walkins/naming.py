"""Texts that name nobody."""

from django.core.exceptions import ValidationError

from branch.core.wording import squeezed
from branch.school.models import Guardian
from branch.school.names import DOTS

# a name of one character would be found in every sentence
SHORTEST = 2


def names_about(students):
    """The names that a text about these students must not have: their own and their guardians'."""
    families = {student.family_id for student in students} - {None}
    guardians = Guardian.objects.filter(family__in=families).values_list("name", flat=True)
    return [*(student.name for student in students), *guardians]


def refuse_listed(texts, names, says):
    """Refuse texts with one of the names; `texts` is {field: text}, `says` has a place for the name."""
    if errors := names_found(texts, names, says):
        raise ValidationError(errors)


def names_found(texts, names, says):
    """{field: the sentence} of the texts with one of the names."""
    written = {field: _plain(text) for field, text in texts.items() if text}
    return {
        field: says.format(name)
        for field, text in written.items()
        for name in names
        if len(name) >= SHORTEST and _plain(name) in text
    }


def _plain(text):
    """The text in one width, without spaces and without the dots between parts of a name."""
    return DOTS.sub("", squeezed(text))
