"""What the title of a column means, and whose the column is."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from . import guess
from .cells import text_of

# Columns that are never read, because their cells hold an identity number.
NEVER_READ = re.compile(r"身份证|身份号|证件号|学籍.{0,2}号|公民身份")
# a column with the name of somebody: 舅妈, 班主任姓名; no question, as 是否随父母
SOMEBODY = re.compile(
    r"(?!是否|有无|[与和随]).*(?:父亲?|母亲?|[爸妈爷奶舅姨姑叔伯婶祖]|家长|监护人|亲属|接送人|联系人|配偶|班主任|老师)"
    r"[\d一二三四五]*(?:的?(?:姓名|名字))?"
)
# 监护人2, 家长二
SECOND = re.compile(r"[2-9二三四五]")


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


def owned(fields, titles):
    """[(the words above, the own title)] of each column, with the person named before it above one that names nobody.

    父亲, 联系电话, 母亲, 联系电话: each telephone is of the parent before it. Behind both of them two telephones
    are theirs in this order, and one is the household's. `None` above: of somebody the roster does not keep.
    """
    pairs = [(group, own) if own else ("", group) for group, own in titles]
    if not any(one.inside for one in fields):
        return pairs
    kept = {one.inside[-1] for one in fields if one.inside}
    found, run, said, last = {}, Run(kept), set(), None
    for index, (group, own) in enumerate(pairs):
        who, what = _person_in(fields, own), _part_of(fields, own)
        label = label_of(fields, "", own)
        if group != last or (run.parts if who else label and not what):
            found |= run.dealt()
            run, last = Run(kept), group
        if label == "姓名":
            said.clear()
        if who:
            run.people.append(who if who not in said and not SECOND.search(tidy(own)) else None)
            said.add(who)
        elif what:
            run.parts.setdefault(what, []).append(index)
    found |= run.dealt()
    return [(found.get(index, group), own) for index, (group, own) in enumerate(pairs)]


@dataclass
class Run:
    """People named one after another, and the columns behind them {field label: [index]}."""

    # the words for those whom the roster keeps
    kept: set
    people: list = field(default_factory=list)
    parts: dict = field(default_factory=dict)

    def dealt(self):
        """{index: whose it is}: one of each or all of the only person; of the last where others are among them."""
        are_several = len(self.people) > 1 and self.kept.issuperset(self.people)
        found = {}
        for indexes in self.parts.values():
            if len(self.people) == len(indexes):
                found |= dict(zip(indexes, self.people, strict=True))
            elif self.people and not are_several:
                found |= dict.fromkeys(indexes, self.people[-1])
        return found


def _person_in(fields, title):
    """The words for the person whose name a column holds; "" where it holds something else."""
    for one in fields:
        is_named = one.about and "姓名" in one.own
        if is_named and (tidy(title) in one.titles or guess.besides(one, title) in {"", *one.own}):
            return one.inside[-1]
    return tidy(title) if SOMEBODY.fullmatch(tidy(title)) else ""


def _part_of(fields, title):
    """The label of the field that is a part of what is said of a person, where the title does not say of whom."""
    said = {tidy(title), guess.plain_title(title)} - {None}
    for one in fields:
        if one.inside and "姓名" not in one.own and said & one.inner_titles:
            return "" if any(map(one.owns, said)) else one.column
    return ""


def label_of(fields, group, own):
    """The label of the field a title means, or ""."""
    if group is None:
        return ""
    above, title = ("", tidy(group)) if not tidy(own) else (tidy(group), tidy(own))
    ways = (
        lambda one: above and one.is_inside(above, title),
        lambda one: title in one.titles and _may_be_about(one, above, title, fields),
        lambda one: above and above + title in one.titles,
    )
    return next((one.label for is_meant in ways for one in fields if is_meant(one)), "")


def _may_be_about(one, above, title, fields):
    """Whether a title means this field under these words: 父亲 under 家长, no telephone of an aunt.

    Whom to ring is the guardian's; the telephone of the head teacher is not, and the relation of a parent is known.
    """
    is_owned = any(above and other.owns(above) for other in fields)
    is_foreign = is_owned or bool(guess.OTHERS.search(above))
    is_whose = is_owned if one.owns(title) else one.owns(above)
    return not is_foreign or bool(one.inside and (is_whose or "联系人" in above))
