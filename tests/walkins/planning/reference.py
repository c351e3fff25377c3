"""The planner's rules a second time: the best plan by trying every one, and a plan as made by hand."""

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from itertools import count, product

from django.core.exceptions import ValidationError

from branch.walkins.planning import (
    BARRED,
    BESIDE_ANOTHER,
    NOBODY,
    OTHER_SUBJECT,
    PLAIN,
    TAUGHT_CLASS,
    TAUGHT_GRADE,
    Link,
    Plan,
    Unlinked,
)


def true_of(member, seat):
    """Whether each basis is true of the two, the strongest first."""
    known = member.subjects and seat.head_subjects
    return {
        TAUGHT_CLASS: seat.id in member.classes,
        TAUGHT_GRADE: seat.grade in member.grades,
        OTHER_SUBJECT: bool(known and not set(member.subjects) & set(seat.head_subjects)),
        PLAIN: True,
    }


def link(school, member, seat):
    true, weights = true_of(member, seat), school.weights
    worth = (
        weights.same_class * true[TAUGHT_CLASS]
        + weights.same_grade * true[TAUGHT_GRADE]
        + weights.kept * ((member.id, seat.id) in school.last)
        + weights.other_subject * true[OTHER_SUBJECT]
    )
    return Link(member.id, seat.id, worth, next(basis for basis in true if true[basis]))


def loads(school, links):
    """How many links each one on the narrow side has that has any."""
    return Counter(one.member if school.by_class else one.seat for one in links)


def fee(school, load):
    """What is deducted for one link more than so many."""
    return (0, school.weights.second, school.weights.further)[min(load, 2)]


def total(school, links):
    deducted = [fee(school, n) for load in loads(school, links).values() for n in range(load)]
    return sum(one.worth for one in links) - sum(deducted)


def rank(school, links):
    """The first three aims that plans may differ in, as numbers: the more, the better."""
    return len(links), len(loads(school, links)), total(school, links)


def best_plan(school):
    """The plan of all plans that the rules ask for."""
    ways = [sorted(way, key=pair_of) for way in product(*filter(None, _offers(school)))]
    capacity = next(n for n in count(school.weights.capacity) if _within(school, ways, n))
    links = min(
        _within(school, ways, capacity),
        key=lambda way: ([-n for n in rank(school, way)], list(map(pair_of, way))),
    )
    seats, people = {one.seat for one in links}, {one.member for one in links}
    rule_of = {(m.id, seat): rule for m in school.members for seat, rule in m.barred.items()}
    by_seat = {(seat, member): rule for (member, seat), rule in rule_of.items()}
    return Plan(
        links=tuple(links),
        total=total(school, links),
        capacity=capacity,
        shut=_unlinked(school.classes, school.members, seats, by_seat),
        idle=_unlinked(school.members, school.classes, people, rule_of),
    )


def pair_of(one):
    return one.member, one.seat


def _offers(school):
    """For each one on the wide side all its possible links, or the one that is locked."""
    pairs = [(m, seat) for m in school.members for seat in school.classes]
    links = [link(school, m, seat) for m, seat in pairs if seat.id not in m.barred]
    for one in school.classes if school.by_class else school.members:
        own = [x for x in links if one.id == (x.seat if school.by_class else x.member)]
        yield [x for x in own if pair_of(x) in school.locks] or own


def _within(school, ways, capacity):
    return [way for way in ways if max(loads(school, way).values(), default=0) <= capacity]


def _unlinked(ones, others, linked, rule_of):
    left = sorted({one.id for one in ones} - linked)
    keys = sorted(other.id for other in others)
    return tuple(_cause(one, [rule_of.get((one, key)) for key in keys]) for one in left)


def _cause(one, rules):
    if not rules:
        return Unlinked(one, NOBODY)
    if None in rules:
        return Unlinked(one, BESIDE_ANOTHER)
    return Unlinked(one, BARRED, tuple(dict.fromkeys(rules)))


def lock_by_lock(school):
    """The plan when each pair in turn is locked, and stays so if the plan is none the worse for it."""
    plan = school.plan()
    good = rank(school, plan.links), plan.capacity
    for pair in product(sorted(m.id for m in school.members), sorted(c.id for c in school.classes)):
        with suppress(ValidationError):
            more = replace(school, locks=school.locks | {pair})
            plan = more.plan()
            if (rank(more, plan.links), plan.capacity) == good:
                school = more
    return school.plan()


def first_fit(school, capacity):
    """Links made one after the other, as by hand: each class, or member, takes the best of those with room."""
    wide, narrow = school.members, school.classes
    if school.by_class:
        wide, narrow = narrow, wide
    links = []
    for one in wide:
        taken = loads(school, links)
        pairs = [
            (x, one) if school.by_class else (one, x) for x in narrow if taken[x.id] < capacity
        ]
        fit = [(link(school, m, seat), taken) for m, seat in pairs if seat.id not in m.barred]
        links += [made for made, _ in sorted(fit, key=lambda x: -_gain(school, *x))[:1]]
    return links


def _gain(school, made, taken):
    return made.worth - fee(school, taken[made.member if school.by_class else made.seat])
