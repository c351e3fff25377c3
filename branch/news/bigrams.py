"""Cutting texts into bigrams, so that words of two characters can be searched; excerpts with marked hits.

Grams narrow the search, the folded text decides: a text matches a word if it has all its grams and
contains it. So the result is that of a plain scan.
"""

from dataclasses import dataclass

from branch.core.typed import fold_one


def grams(folded):
    """The set of all pairs of neighbouring characters within words, in hexadecimal.

    Hexadecimal, because an index's own tokenizer knows fewer characters than our users write.
    """
    pairs = (word[i : i + 2] for word in folded.split() for i in range(len(word) - 1))
    return {"".join(f"{ord(char):05x}" for char in pair) for pair in pairs}


@dataclass(frozen=True)
class Piece:
    """A part of an excerpt; a hit is shown marked."""

    text: str
    is_hit: bool = False


def excerpt(text, words, *, length=90):
    """Pieces of the text around the first hit, with every hit in it marked."""
    folded, places = _folded_with_places(text)
    hits = sorted((folded.find(word), word) for word in words if word in folded)
    if not hits:
        return [Piece(_cut(text, 0, length))]
    start = max(places[hits[0][0]] - length // 4, 0)
    shown = _cut(text, start, length)
    return [Piece("…"), *_marked(shown, words)] if start else list(_marked(shown, words))


def _cut(text, start, length):
    rest = text[start : start + length]
    return rest + "…" if start + length < len(text) else rest


def _folded_with_places(text):
    """The text folded character by character, and for each folded character its index in the text."""
    folded, places = [], []
    for index, char in enumerate(text):
        folded_char = fold_one(char)
        folded.append(folded_char)
        places += [index] * len(folded_char)
    return "".join(folded), places


def _marked(text, words):
    folded, places = _folded_with_places(text)
    places.append(len(text))
    at = 0
    for begin, end in _merged_hits(folded, words):
        if text[at : places[begin]]:
            yield Piece(text[at : places[begin]])
        yield Piece(text[places[begin] : places[end]], is_hit=True)
        at = places[end]
    if text[at:]:
        yield Piece(text[at:])


def _merged_hits(folded, words):
    """(begin, end) of the hits from left to right; hits that overlap or touch are merged."""
    merged = []
    for begin, end in sorted(_hits(folded, words)):
        if merged and begin <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([begin, end])
    return merged


def _hits(folded, words):
    for word in words:
        at = folded.find(word)
        while at >= 0:
            yield at, at + len(word)
            at = folded.find(word, at + 1)
