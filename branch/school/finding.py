"""Finding people by part of a name, its pinyin, or a number."""

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import Case, Q, Value, When

from branch.core.characters import folded, without_invisible
from branch.core.typed import without_quotes

from .names import DOTS, KEY_LENGTH, PLACE_END, keys_of

HAN = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
TOO_SHORT = "再多写一点：一个汉字、两个字母，或三位数字。"


@dataclass(frozen=True)
class Asked:
    """A text typed to find people, normalised: half width, lower case, no spaces and quotes."""

    text: str

    @classmethod
    def of(cls, typed):
        plain = unicodedata.normalize("NFKC", folded(without_invisible(typed))).lower()
        return cls(re.sub(r"\s", "", without_quotes(plain)))

    @property
    def is_name(self):
        return bool(HAN.search(self.text))

    @property
    def is_reading(self):
        return bool(re.fullmatch("[a-zü]{2,}", self.text))

    @property
    def is_number(self):
        return bool(re.fullmatch(r"(?=.*\d)[a-z\d-]{3,}", self.text))

    @property
    def is_enough(self):
        return self.is_name or self.is_reading or self.is_number

    @property
    def key(self):
        """The text as the beginning of a key in `name_keys`."""
        return f" {self.text.replace('ü', 'v')[:KEY_LENGTH]}"

    def found(self, numbered):
        """The `Q` of matching rows; `numbered` is the condition if the text is a number."""
        if self.is_number:
            return numbered
        if self.is_reading:
            return Q(name_keys__contains=self.key)
        # a name with a dot is found without it, too
        parts = [part for part in DOTS.split(self.text) if part]
        return Q(*(("name__icontains", part) for part in parts))

    def nearness(self):
        """0 for an exact match, 1 for the beginning of a name or its pinyin, 2 for any other match.

        The beginning of a number is no nearer: ordering by it would reveal numbers digit by digit.
        """
        exact, start = Q(name__iexact=self.text), Q(name__istartswith=self.text)
        if self.is_reading:
            exact = Q(name_keys__contains=f"{self.key} ")
            start = Q(name_keys__contains=f"{PLACE_END}{self.key}")
        if self.is_number:
            exact = start = Q(number__iexact=self.text)
        return Case(When(exact, then=Value(0)), When(start, then=Value(1)), default=Value(2))


def sound_of(typed):
    """The pinyin of a name as it is typed to find it; empty for a text that is no name or has none."""
    asked = Asked.of(typed)
    keys = keys_of(asked.text).split() if asked.is_name else []
    return keys[0] if keys else ""
