"""What a workbook knows of its cells beyond their values: which are calculated, hidden, or shown with noughts."""

import re
from dataclasses import dataclass, field

NOUGHTS = re.compile(r"(?:\[[^\]]*\])*(0{2,20})(?:_[^;])*(?:;|$)")


@dataclass
class Marks:
    """The marks of one sheet; rows and columns count from 0."""

    # (row, column) of each cell whose value the program calculated
    formulas: set = field(default_factory=set)
    # rows that a filter or a person has hidden
    hidden: set = field(default_factory=set)
    # {(row, column): digits} of the numbers shown with noughts in front: 304 as 0304
    noughts: dict = field(default_factory=dict)

    def shown(self, rows):
        """The rows with each number as text where the sheet shows noughts in front of it."""
        for (row, column), count in self.noughts.items():
            is_there = row < len(rows) and column < len(rows[row])
            cell = rows[row][column] if is_there else ""
            if isinstance(cell, (int, float)) and cell == int(cell):
                rows[row][column] = str(int(cell)).zfill(count)
        return rows


def digits_of(format_code):
    """The number of digits a format shows at least: 4 of 0000; 0 where it adds no noughts."""
    found = NOUGHTS.match(format_code)
    return len(found[1]) if found else 0
