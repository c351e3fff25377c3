"""Finding people in the lists that apps declare, each limited to one page."""

from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from branch.core.contributions import PeopleSource
from branch.school.finding import sound_of

LIMIT = 20
NAMES = 8
MORE = "还有更多，请再输入几个字。"


@dataclass(frozen=True)
class Found:
    """One list of the people page: its source, its rows, the students shown, whether there are more."""

    source: PeopleSource
    rows: list
    student_ids: list
    has_more: bool


def search(user, typed, *, on):
    """The lists with a match, of those the user may search."""
    lists = [_found(source, user, typed, on=on) for source in PeopleSource.open_to(user)]
    return [found for found in lists if found.rows]


def _found(source, user, typed, *, on):
    found, has_more = first_of(source.find(user, typed, on=on))
    rows = list(source.rows(found, user, on=on))
    return Found(source, rows, source.student_ids(found), has_more)


def names(user, typed, *, on):
    """(the first names of people who match, each once and of each list in turn, the ids of the students among them)."""
    found = {
        source: list(source.find(user, typed, on=on).prefetch_related(None)[:NAMES])
        for source in PeopleSource.open_to(user)
    }
    people = filter(None, chain.from_iterable(zip_longest(*found.values())))
    offered = list(islice(dict.fromkeys(map(str, people)), NAMES))
    named = {source: [row for row in rows if str(row) in offered] for source, rows in found.items()}
    return offered, [pk for source, rows in named.items() for pk in source.student_ids(rows)]


def first_of(rows):
    """(the first `LIMIT` rows, whether there are more)."""
    found = list(rows[: LIMIT + 1])
    return found[:LIMIT], len(found) > LIMIT


def offer(source, user, typed, *, on):
    """(what a form field offers for a text, what it says); for a name nobody has, those that sound the same."""
    found, has_more = first_of(source.find(user, typed, on=on))
    if found:
        return found, MORE if has_more else ""
    sound = sound_of(typed)
    if sound:
        found, _ = first_of(source.find(user, sound, on=on))
    asks = f"您要找的是{source.option(found[0], on=on).label}吗？" if found else ""
    return found, f"没有找到“{typed}”。{asks}"
