"""What a check shows of many rows at once: consequences by kind, and each warning that several rows share."""

from collections import defaultdict
from functools import cached_property
from itertools import groupby

NAMED = 50  # rows of a kind of consequence listed by name; the rest are in the list of rows
NAMED_OF_A_WARNING = 3
WARNINGS = 20


def outcomes_of(lines):
    """[{"kind", "count", "rows"}], the rows being [position, sentence] of the first ones."""
    found = defaultdict(list)
    for position, line in enumerate(lines):
        for one in line.outcomes if line.is_good else ():
            found[one["kind"]].append([position, one["says"]])
    return [
        {"kind": kind, "count": len(rows), "rows": rows[:NAMED]}
        for kind, rows in sorted(found.items())
    ]


def warnings_of(lines):
    """[{"says", "count", "positions", "where"}] of each warning that several rows share, most frequent first."""
    found = defaultdict(list)
    for position, line in enumerate(lines):
        for sentence in line.warnings:
            found[sentence].append((position, line))
    shared = [(says, rows) for says, rows in found.items() if len(rows) > 1]
    shared.sort(key=lambda pair: -len(pair[1]))
    return [
        {
            "says": says,
            "count": len(rows),
            "positions": [position for position, _ in rows[:NAMED_OF_A_WARNING]],
            "where": _where([line for _, line in rows]),
        }
        for says, rows in shared[:WARNINGS]
    ]


def _where(lines):
    """The rows by number, as 初一1班第 3–12、15 行."""
    parts = []
    for sheet, rows in groupby(lines, key=lambda line: line.sheet):
        runs = _runs([line.row for line in rows])
        spoken = "、".join(f"{a}–{b}" if b > a else str(a) for a, b in runs)
        parts.append(f"{sheet}第 {spoken} 行")
    return "；".join(parts)


def _runs(numbers):
    """[(first, last)] of numbers that follow each other."""
    runs = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


class Summary:
    """What the page of a batch shows of the stored consequences and shared warnings."""

    def __init__(self, batch):
        self.batch = batch

    @cached_property
    def named(self):
        """{position: row} of the rows it names, whom the page records as read; an emptied batch has none."""
        positions = {at for one in self.batch.warnings for at in one["positions"]}
        positions |= {at for one in self.batch.outcomes for at, _ in one["rows"]}
        rows = self.batch.lines.filter(position__in=positions) if positions else ()
        return {row.position: row for row in rows}

    @property
    def warnings(self):
        """(the stored warning, the first rows that have it) of each."""
        return [
            (one, [self.named[at] for at in one["positions"] if at in self.named])
            for one in self.batch.warnings
        ]

    @property
    def outcomes(self):
        """(how many, what is stored, (the label of a row, its sentence) of the first) of each kind."""
        return [
            (one.counted.format(found["count"]), found, self._said(found["rows"]))
            for one, found in self.batch.stated_outcomes
        ]

    def _said(self, pairs):
        return [(self.named[at].label, says) for at, says in pairs if at in self.named]

    def told(self, rows):
        """(row, its own warnings, the numbers of those it shares with other rows) of each."""
        shared = {one["says"]: number for number, one in enumerate(self.batch.warnings, 1)}
        return [
            (
                row,
                [says for says in row.warnings if says not in shared],
                [shared[says] for says in row.warnings if says in shared],
            )
            for row in rows
        ]
