"""Of all equally good assignments the one whose pairs come first.

All of them differ from the one found by cycles in its residual graph whose edges cost nothing. Its nodes are here the
columns and a sink: an edge from one column to another is a row that may move there; an edge to the sink is a column
that may keep one row more, an edge from the sink one that may do with a row less.
"""

from dataclasses import dataclass

import numpy as np


def first_of_equals(points, column_of, fees, *, columns_first):
    """Return the column of each row in the assignment, as good as the one given, whose pairs come first.

    Pairs are ordered by (column, row) or by (row, column). `fees` are those of a column's first, second … row.
    """
    to_column, to_sink = _potentials(points, column_of, fees)
    rows = np.arange(len(points))
    own = to_column[column_of] + points[rows, column_of]
    is_free = own[:, None] - points == to_column
    worth_it = (to_sink - to_column)[:, None]
    least, most = (fees < worth_it).sum(axis=1), (fees <= worth_it).sum(axis=1)
    residual = Residual(column_of.tolist(), is_free, least, most)
    if columns_first:
        residual.settle_columns()
    else:
        residual.settle_rows()
    return residual.column_of


def _potentials(points, column_of, fees):
    """Return the lengths of the shortest paths to each column and to the sink, by Bellman-Ford from all columns at once.

    A row's edge from its column to another is as long as what it is worth less there. The edges from and to the sink
    are as long as the fee of one row more and, negative, the fee of the last.
    """
    length = points[np.arange(len(points)), column_of][:, None] - points
    loads = np.bincount(column_of, minlength=points.shape[1])
    more = np.append(fees, np.inf)[loads]
    less = -np.append(-np.inf, fees)[loads]
    to_column, to_sink = np.zeros(points.shape[1]), 0.0
    changed = np.ones(len(to_column), dtype=bool)
    while changed.any():
        rows = changed[column_of]
        by_rows = (to_column[column_of[rows], None] + length[rows]).min(axis=0, initial=np.inf)
        to_sink = min(to_sink, (to_column + more).min())
        shorter = np.minimum(by_rows, to_sink + less)
        changed = shorter < to_column
        to_column = np.minimum(shorter, to_column)
    return to_column, to_sink


@dataclass
class Part:
    """Nodes that may lie on a common cycle, and the rows there that are not settled; both are bits of an integer."""

    nodes: int
    rows: int


class Residual:
    """The edges that cost nothing; sets of rows and of columns are bits of an integer.

    `least` and `most` are the numbers of rows a column may have in an assignment as good as this one.
    """

    def __init__(self, column_of, is_free, least, most):
        self.column_of = column_of
        self.free_columns, self.free_rows = _bits(is_free), _bits(is_free.T)
        self.least, self.most = least.tolist(), most.tolist()
        self.sink = len(self.least)
        self.loads, self.unsettled = [0] * self.sink, [set() for _ in self.least]
        self.can_do_with_less = 0
        whole = Part((2 << self.sink) - 1, (1 << len(column_of)) - 1)
        self.part_of = [whole] * (self.sink + 1)
        for row, column in enumerate(column_of):
            self._enter(row, column)

    def settle_rows(self):
        for row, free in enumerate(self.free_columns):
            while not self._settle(row, _lowest(free & self._part_of_row(row).nodes)):
                pass

    def settle_columns(self):
        for column, free in enumerate(self.free_rows):
            while waiting := free & self.part_of[column].rows:
                self._settle(_lowest(waiting), column)

    def _part_of_row(self, row):
        return self.part_of[self.column_of[row]]

    def _settle(self, row, column):
        """Let the row have the column for good, if an assignment as good as this one allows it; return whether."""
        former = self.column_of[row]
        if former != column:
            came_from = self._search(column, former)
            if former not in came_from:
                self._set_apart(came_from)
                return False
            self._move_along(came_from, former)
            self._leave(row, former)
            self._enter(row, column)
        self.unsettled[column].remove(row)
        self.part_of[column].rows ^= 1 << row
        return True

    def _search(self, start, goal):
        """Return {node: (node before, row that moves)} of the nodes reached until the goal is, breadth first."""
        unseen = self.part_of[start].nodes ^ (1 << start)
        came_from, waiting = {start: None}, [start]
        for node in waiting:
            for row, ends in self._edges(node):
                found = ends & unseen
                if found >> goal & 1:
                    return {**came_from, goal: (node, row)}
                unseen ^= found
                reached = list(_each(found))
                came_from.update(dict.fromkeys(reached, (node, row)))
                waiting += reached
        return came_from

    def _edges(self, node):
        """Yield (row, columns) for each row that may leave the column, and the edges from and to the sink."""
        if node == self.sink:
            yield None, self.can_do_with_less
            return
        for row in self.unsettled[node]:
            yield row, self.free_columns[row]
        if self.loads[node] < self.most[node]:
            yield None, 1 << self.sink

    def _set_apart(self, nodes):
        """Make a part of nodes from which no edge leads elsewhere: no cycle has others in it."""
        whole = self.part_of[next(iter(nodes))]
        apart = Part(sum(1 << node for node in nodes), 0)
        for node in nodes:
            self.part_of[node] = apart
            if node != self.sink:
                apart.rows += sum(1 << row for row in self.unsettled[node])
        whole.nodes ^= apart.nodes
        whole.rows ^= apart.rows

    def _move_along(self, came_from, goal):
        while came_from[goal]:
            before, row = came_from[goal]
            if row is not None:
                self._leave(row, before)
                self._enter(row, goal)
            goal = before

    def _leave(self, row, column):
        self.unsettled[column].remove(row)
        self._load(column, -1)

    def _enter(self, row, column):
        self.column_of[row] = column
        self.unsettled[column].add(row)
        self._load(column, 1)

    def _load(self, column, change):
        self.loads[column] += change
        self.can_do_with_less &= ~(1 << column)
        self.can_do_with_less |= (self.loads[column] > self.least[column]) << column


def _bits(table):
    packed = np.packbits(table, axis=1, bitorder="little")
    return [int.from_bytes(row.tobytes(), "little") for row in packed]


def _lowest(bits):
    return (bits & -bits).bit_length() - 1


def _each(bits):
    while bits:
        yield _lowest(bits)
        bits &= bits - 1
