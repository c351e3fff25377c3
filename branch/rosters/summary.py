"""What a check shows of many rows at once: consequences by kind, and each warning that several rows share."""

from collections import defaultdict
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
