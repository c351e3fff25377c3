"""What people type to search: words, and phrases in quotes of any kind."""

import re
import unicodedata
from functools import lru_cache

from django.db.models import Q

QUOTES = "\"'`“”„‟‘’‚‛「」『』《》〈〉«»‹›〝〞〟′＂＇｀｢｣"
# one between two Latin letters is an apostrophe
QUOTE = rf"(?:(?<![A-Za-z])[{QUOTES}]|[{QUOTES}](?![A-Za-z]))"
PHRASE = re.compile(rf"{QUOTE}((?:(?!{QUOTE}).)+){QUOTE}")


@lru_cache(maxsize=20_000)
def fold_one(char):
    return unicodedata.normalize("NFKC", char).lower()


def fold(text):
    """The text in one width, one case and with single spaces, as it is searched."""
    return " ".join("".join(map(fold_one, text)).split())


def words_of(query):
    """The distinct words of a query as typed, in their order; a text in quotes counts as one word."""
    words, at, spaced = [], 0, " ".join(query.split())
    for phrase in PHRASE.finditer(spaced):
        words += [*_plain(spaced[at : phrase.start()]), phrase[1].strip()]
        at = phrase.end()
    words += _plain(spaced[at:])
    return list(dict.fromkeys(filter(None, words)))


def _plain(spaced):
    """The words of a text in which no quote has its other half."""
    return re.sub(QUOTE, " ", spaced).split()


def without_quotes(text):
    """The text without any quote, as a name is searched."""
    return re.sub(f"[{QUOTES}]", "", text)


def has_every_word(typed, *columns):
    """The `Q` of rows that have each word of a query in one of the columns; none for no word."""
    words = words_of(typed)
    return Q(*(_has(word, columns) for word in words)) if words else Q(pk__in=[])


def _has(word, columns):
    return Q(*((f"{column}__icontains", word) for column in columns), _connector=Q.OR)
