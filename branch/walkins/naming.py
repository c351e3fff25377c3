"""Texts that name nobody."""

from django.core.exceptions import ValidationError

from branch.core.wording import squeezed
from branch.school.names import DOTS

# a name of one character would be found in every sentence
SHORTEST = 2


def refuse_listed(texts, names, says):
    """Refuse texts with one of the names; `texts` is {field: text}, `says` has a place for the name."""
    written = {field: _plain(text) for field, text in texts.items() if text}
    errors = {
        field: says.format(name)
        for field, text in written.items()
        for name in names
        if len(name) >= SHORTEST and _plain(name) in text
    }
    if errors:
        raise ValidationError(errors)


def _plain(text):
    """The text in one width, without spaces and without the dots between parts of a name."""
    return DOTS.sub("", squeezed(text))
