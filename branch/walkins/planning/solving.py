"""The plan from members and classes: which side is the wide one, who is left without a link, and why."""

from operator import attrgetter

import numpy as np

from .assignment import assign
from .values import BARRED, BESIDE_ANOTHER, NOBODY, Link, Plan, Unlinked
from .worth import Worth


def solve(members, classes, weights, *, locks, last):
    """Return the `Plan`; see `plan`, which refuses what contradicts itself."""
    members, classes = (sorted(rows, key=attrgetter("id")) for rows in (members, classes))
    worth = Worth(members, classes, weights, last)
    by_class = len(classes) >= len(members)
    points = _with_locks(worth.points, members, classes, locks, by_class=by_class)
    pairs, capacity = _pairs(points, weights, by_class=by_class)
    links = tuple(
        Link(members[row].id, classes[column].id, int(worth.points[row, column]), basis)
        for row, column in pairs
        for basis in [worth.basis(row, column)]
    )
    narrow = [member if by_class else seat for member, seat in pairs]
    return Plan(
        links=links,
        total=sum(link.worth for link in links) - _deducted(narrow, weights),
        capacity=capacity,
        shut=_shut(members, classes, {link.seat for link in links}),
        idle=_idle(members, classes, {link.member for link in links}),
    )


def _with_locks(points, members, classes, locks, *, by_class):
    """Return the points with −∞ for whatever else could be linked to one on the wide side who is locked."""
    row_of = {member.id: row for row, member in enumerate(members)}
    column_of = {seat.id: column for column, seat in enumerate(classes)}
    locked = points.copy()
    for member, seat in locks:
        row, column = row_of[member], column_of[seat]
        locked[(slice(None), column) if by_class else row] = -np.inf
        locked[row, column] = points[row, column]
    return locked


def _pairs(points, weights, *, by_class):
    """Return the linked (row, column) of the points in order, and the capacity that was needed."""
    wide = points.T if by_class else points
    rows = np.flatnonzero(np.isfinite(wide).any(axis=1))
    column_of, capacity = assign(wide[rows], weights, columns_first=by_class)
    pairs = zip(rows.tolist(), column_of, strict=True)
    return sorted(pair[::-1] if by_class else pair for pair in pairs), capacity


def _deducted(narrow, weights):
    """The deductions for second and further links; `narrow` has one on the narrow side as often as linked."""
    loads = np.unique(narrow, return_counts=True)[1]
    seconds, further = (loads > 1).sum(), np.maximum(loads - 2, 0).sum()
    return int(weights.second * seconds + weights.further * further)


def _shut(members, classes, linked):
    return tuple(
        _unlinked(seat.id, [m.barred[seat.id] for m in members if seat.id in m.barred], members)
        for seat in classes
        if seat.id not in linked
    )


def _idle(members, classes, linked):
    return tuple(
        _unlinked(m.id, [m.barred[seat.id] for seat in classes if seat.id in m.barred], classes)
        for m in members
        if m.id not in linked
    )


def _unlinked(key, rules, others):
    """Say why somebody has no link; `rules` has one for each of the others who is barred."""
    if not others:
        return Unlinked(key, NOBODY)
    if len(rules) < len(others):
        return Unlinked(key, BESIDE_ANOTHER)
    return Unlinked(key, BARRED, tuple(dict.fromkeys(rules)))
