"""What the title of a column means, and whose the column is."""

import re
import unicodedata
from functools import lru_cache

from . import guess
from .cells import text_of

# Never read, whatever stands in them: they hold or contain an identity number.
NEVER_READ = re.compile(r"身份证|身份号|证件号|学籍.{0,2}号|公民身份")


def tidy(title):
    """姓 名*（必填）→ 姓名"""
    return _tidied(text_of(title))


@lru_cache(maxsize=2048)
def _tidied(text):
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[\s*:：※]", "", text).lower()
    return re.sub(r"\(.*?\)|【.*?】|\[.*?\]", "", text) or text.strip("()【】[]")


def tidy_line(cell):
    return "".join(unicodedata.normalize("NFKC", text_of(cell)).split())


def known_titles(fields):
    return set().union(*(one.inner_titles for one in fields))


def is_never_read(group, own):
    """Whether a column holds identity numbers, by its title or the one above."""
    return bool(NEVER_READ.search(tidy_line(group) + tidy_line(own)))


def label_of(fields, group, own):
    """The label of the field a title means, or ""."""
    above, title = tidy(group), tidy(own)
    if not title:
        above, title = "", above
    for one in fields:
        if above and one.is_inside(above, title):
            return one.label
    is_owned = any(above and one.owns(above) for one in fields)
    is_foreign = is_owned or bool(guess.OTHERS.search(above))
    # whom to ring is the guardian's; the telephone of an aunt or of the head teacher is not
    is_guardians = is_owned or "联系人" in above
    for one in fields:
        if title in one.titles and (not is_foreign or (one.inside and is_guardians)):
            return one.label
    for one in fields:
        if above and above + title in one.titles:
            return one.label
    return ""
