"""What a link of any member with any class is worth, and what it is based on."""

import numpy as np

from .values import OTHER_SUBJECT, PLAIN, TAUGHT_CLASS, TAUGHT_GRADE


class Worth:
    """Arrays with a row for each member and a column for each class.

    `points` are what a link is worth, −∞ where it is barred.
    """

    def __init__(self, members, classes, weights, last):
        seats = [seat.id for seat in classes]
        self.taught_class = _has([member.classes for member in members], seats)
        self.taught_grade = _has(
            [member.grades for member in members], [seat.grade for seat in classes]
        )
        self.other_subject = _other_subject(members, classes)
        kept = {member.id: set() for member in members}
        for member, seat in last:
            kept.get(member, set()).add(seat)
        self.points = (
            weights.same_class * self.taught_class.astype(float)
            + weights.same_grade * self.taught_grade
            + weights.kept * _has(list(kept.values()), seats)
            + weights.other_subject * self.other_subject
        )
        self.points[_has([member.barred for member in members], seats)] = -np.inf

    def basis(self, member, seat):
        if self.taught_class[member, seat]:
            return TAUGHT_CLASS
        if self.taught_grade[member, seat]:
            return TAUGHT_GRADE
        return OTHER_SUBJECT if self.other_subject[member, seat] else PLAIN


def _has(collections, keys):
    """An array of whether each of the collections (a row) has each of the keys (a column)."""
    columns = {key: [] for key in keys}
    for column, key in enumerate(keys):
        columns[key].append(column)
    found = np.zeros((len(collections), len(keys)), dtype=bool)
    for row, collection in enumerate(collections):
        found[row, [n for key in set(collection) for n in columns.get(key, ())]] = True
    return found


def _other_subject(members, classes):
    """Where the subjects of member and head teacher are known and none is shared."""
    taught = [member.subjects for member in members]
    heads = [seat.head_subjects for seat in classes]
    subjects = list(set().union(*taught))
    shared = _has(taught, subjects).astype(np.float32) @ _has(heads, subjects).astype(np.float32).T
    known = np.array([bool(row) for row in taught], dtype=bool)[:, None]
    return known & np.array([bool(row) for row in heads], dtype=bool) & (shared == 0)
