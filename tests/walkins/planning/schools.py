"""Schools to plan for, made from a number: the same number makes the same school."""

import random
from dataclasses import dataclass, field, replace

from branch.walkins.planning import Candidate, Seat, Weights, plan

SUBJECTS = ("语文", "数学", "英语", "物理", "化学", "历史", "地理", "生物", "音乐", "体育")
USUAL, FLAT = Weights(), Weights(0, 0, 0, 0, 0, 0)


def dice_of(seed):
    """Random numbers that are the same for the same seed."""
    return random.Random(seed)  # noqa: S311 (no secret is made of them)


@dataclass(frozen=True)
class School:
    members: list
    classes: list
    weights: Weights = USUAL
    locks: set = field(default_factory=set)
    last: set = field(default_factory=set)

    @property
    def by_class(self):
        """Whether the classes are the wide side."""
        return len(self.classes) >= len(self.members)

    @property
    def options(self):
        return {"locks": self.locks, "last": self.last}

    def plan(self):
        return plan(self.members, self.classes, self.weights, **self.options)

    def shuffled(self, dice):
        """The same school, its members and classes in any order."""
        members, classes = (dice.sample(rows, len(rows)) for rows in (self.members, self.classes))
        return School(members, classes, self.weights, **self.options)


def any_school(seed, *, members, classes, **changes):
    """A school as they are: two in three members teach two or three classes of one grade, one in ten is a parent."""
    dice = dice_of(seed)
    seats = [Seat(n, n % 3, _some(dice, SUBJECTS, 0.9)) for n in range(1, classes + 1)]
    people = [_teacher(dice, n, seats) for n in range(1, members + 1)]
    last = {(dice.randint(1, members), seat.id) for seat in seats if dice.random() < 0.5}
    return School(people, seats, **{"last": last, **changes})


def _teacher(dice, number, seats):
    grade = dice.randrange(3)
    own = [seat.id for seat in seats if seat.grade == grade]
    classes = dice.sample(own, min(len(own), dice.choice((0, 2, 3))))
    child = {dice.choice(seats).id: "子女在这个班"} if dice.random() < 0.1 else {}
    grades = {grade} if classes else set()
    return Candidate(number, _some(dice, SUBJECTS, 0.9), grades, frozenset(classes), child)


def _some(dice, names, share):
    return frozenset({dice.choice(names)} if dice.random() < share else ())


def of_no_difference(members, classes):
    """A school whose plans are all worth the same, but for how many have two links."""
    people = [Candidate(n) for n in range(1, members + 1)]
    return School(people, [Seat(n, 0) for n in range(1, classes + 1)], FLAT)


def small_school(seed):
    """A school so small that every plan can be tried, with bars, locks and weights of any kind."""
    dice = dice_of(seed)
    wide, narrow = sorted((dice.randint(0, 5), dice.randint(0, 5)), reverse=True)
    members, classes = (wide, narrow) if dice.random() < 0.5 else (narrow, wide)
    return _school_of_any_kind(dice, members, classes, share=dice.choice((0, 0.2, 0.4, 0.6, 0.8)))


def school_of_ties(seed):
    """A school of many equal plans, too large to try them all."""
    dice = dice_of(seed)
    sizes = dice.randint(8, 12), dice.randint(8, 12)
    return replace(_school_of_any_kind(dice, *sizes, share=0.75), weights=FLAT)


def _school_of_any_kind(dice, members, classes, *, share):
    seats = [Seat(10 + n, dice.randrange(3), _few(dice, "甲乙丙")) for n in range(classes)]
    people = [_anybody(dice, 90 - 7 * n, seats, share) for n in range(members)]
    allowed = [(one.id, seat.id) for one in people for seat in seats if seat.id not in one.barred]
    school = School(people, seats, _weights(dice), last=_few(dice, allowed))
    locked = _few(dice, allowed) if dice.random() < 0.5 else set()
    return replace(school, locks=set({pair[school.by_class]: pair for pair in locked}.values()))


def _anybody(dice, number, seats, share):
    barred = {seat.id: dice.choice(("子女", "班主任")) for seat in seats if dice.random() < share}
    subjects, grades = _few(dice, "甲乙丙"), _few(dice, range(3))
    return Candidate(number, subjects, grades, _few(dice, [seat.id for seat in seats]), barred)


def _few(dice, things):
    return set(dice.sample(list(things), dice.randint(0, min(3, len(things)))))


def _weights(dice):
    """In a third of the schools all equal; else those of the school, or such that many totals are equal."""
    capacity, second = dice.randint(1, 3), dice.randint(0, 2)
    few = Weights(2, 1, 1, 1, second, second + dice.randint(0, 2), capacity)
    return dice.choice((Weights(capacity=capacity), few, replace(FLAT, capacity=capacity)))
