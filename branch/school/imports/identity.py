"""Whether a number that is known still means the same person, where the roster has another name."""

from branch.school.finding import sound_of
from branch.school.names import surname_of

PER_CLASS = "如果学号是每个班从 1 编起的，请改用全校不重复的学号。"


def is_alike(name, other):
    """Whether one name may be the other written anew: a character more, the surname alone, or by its sound."""
    if name in other or other in name:
        return True
    return _given(name) == _given(other) or sound_of(name) == sound_of(other)


def _given(name):
    return name[len(surname_of(name)) :] or name


def lost_noughts(number, others):
    """The one of some numbers that differs from this one by noughts in front alone; "" if none does."""
    bare = number.lstrip("0")
    return next((one for one in others if one != number and one.lstrip("0") == bare), "")
