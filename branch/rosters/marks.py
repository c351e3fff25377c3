"""What a workbook knows of its cells beyond their values: which are calculated, wrong, hidden, or shown otherwise."""

from dataclasses import dataclass, field

from .cells import ERROR, Number
from .number_formats import shown


@dataclass
class Marks:
    """The marks of one sheet; rows and columns count from 0."""

    # (row, column) of each cell whose value the program calculated
    formulas: set = field(default_factory=set)
    # (row, column) of each cell that has an error, as #N/A, in the place of a value
    errors: set = field(default_factory=set)
    # rows that a filter or a person has hidden
    hidden: set = field(default_factory=set)
    # {(row, column): format} of the numbers that the sheet shows with more than their digits: 304 as 0304
    formats: dict = field(default_factory=dict)
    # whether the days of the workbook are counted from 1904
    is_since_1904: bool = False

    def shown(self, rows):
        """The rows as the sheet shows them: each number as its format makes it, errors where a row says more."""
        if self.is_since_1904:
            rows[:] = [[_since_1904(cell) for cell in row] for row in rows]
        for place, code in self.formats.items():
            cell = _at(rows, *place)
            if _is_number(cell):
                text = shown(code, cell)
                _put(rows, place, Number.of(cell, is_shown=False) if text is None else text)
        for place in self.errors - self.formulas:
            if _at(rows, *place) == "" and any(cell != "" for cell in rows[place[0]]):
                _put(rows, place, ERROR)
        return rows


def _is_number(cell):
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _since_1904(cell):
    return Number.of(cell, is_since_1904=True) if _is_number(cell) else cell


def _at(rows, row, column):
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def _put(rows, place, cell):
    row, column = place
    rows[row][column] = cell
