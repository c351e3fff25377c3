"""Normalising Chinese punctuation in text whose characters keep their marks (bold, link).

Every rule either shortens the text or turns a half-width sign into a full-width one, and the
rules are repeated until nothing changes, so `set_type` is idempotent.
"""

import re
from dataclasses import dataclass
from itertools import cycle

HAN = r"\u3400-\u9fff\uf900-\ufaff"
# A sign counts as Chinese between these: characters and full-width signs.
CHINESE = HAN + "。，、；：？！“”‘’（）《》〈〉【】「」…—"
FULL = str.maketrans(",:;?!", "，：；？！")

HAS_HAN = re.compile(f"[{HAN}]")
FULL_STOPS = re.compile(r"。{2,}")
REPEATED = re.compile(r"([，、；：！？])\1+")
REPEATED_HALF = re.compile(rf"(?<=[{CHINESE}])([,:;?!])\1+")
QUOTE = re.compile('"')
BRACKETS = re.compile(r"\([^()]*\)")
BETWEEN = re.compile(rf"(?<=[{CHINESE}])[,:;?!] *(?=[{CHINESE}]|\n|$)")


@dataclass
class Line:
    """A paragraph's characters and the marks (bold, link) of each."""

    text: str
    marks: list

    def sub(self, pattern, new):
        """Replace each match by a text that is not longer; marks stay with their positions."""
        text, marks, at = [], [], 0
        for match in pattern.finditer(self.text):
            replacement = new(match)
            text += [self.text[at : match.start()], replacement]
            marks += self.marks[at : match.start() + len(replacement)]
            at = match.end()
        self.text = "".join([*text, self.text[at:]])
        self.marks = marks + self.marks[at:]

    def set_type(self):
        before = None
        while self.text != before:
            before = self.text
            self._set_once()
        return self

    def _set_once(self):
        self.sub(FULL_STOPS, lambda stops: "。" if len(stops[0]) == 2 else "……")
        self.sub(REPEATED, lambda signs: signs[1])
        self.sub(REPEATED_HALF, lambda signs: signs[1])
        if HAS_HAN.search(self.text) and self.text.count('"') % 2 == 0:
            curly = cycle("“”")
            self.sub(QUOTE, lambda _: next(curly))
        self.sub(BRACKETS, _widened)
        self.sub(BETWEEN, lambda sign: sign[0][0].translate(FULL))


def set_type(text):
    """The text with full-width punctuation between Chinese characters; “5+2>7” is unchanged."""
    return Line(text, [None] * len(text)).set_type().text


def _widened(pair):
    """The brackets in full width if they contain Chinese or are inside a Chinese word: 初二（3）班."""
    text, (start, end) = pair.string, pair.span()
    around = text[max(start - 1, 0) : start] + text[end : end + 1]
    if HAS_HAN.search(pair[0]) or len(HAS_HAN.findall(around)) == 2:
        return f"（{pair[0][1:-1]}）"
    return pair[0]
