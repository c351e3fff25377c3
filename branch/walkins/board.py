"""The section this app adds to the board: a table of classes with their students in need."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from branch.coverage.board import BoardSection
from branch.school.models import SchoolClass
from branch.school.models.classes import GRADES

from .duties import EveryNeedIsMet

# {how many are missing: the colour of the cell}, from 5 (none) down to 2; more are `WORST`
LEVELS = {0: 5, 1: 4, 2: 3, 3: 2}
WORST = 1


class PairedByClass(BoardSection):
    key, order = "walkins.paired_by_class", 20
    permission = "walkins.add_pairing"
    template = "walkins/heat.html"

    def data(self, user, *, on, site, statuses):
        (status,) = [status for status in statuses if status.duty.key == EveryNeedIsMet.key]
        return heat(status.tallies, on=on)


@dataclass
class Cell:
    """One class: how many students have a need, and how many of those are paired."""

    url: str
    total: int = 0
    done: int = 0
    excused: int = 0

    @property
    def gap(self):
        return self.total - self.done - self.excused

    @property
    def level(self):
        return LEVELS.get(self.gap, WORST)


def heat(tallies, *, on):
    """Return the table of grades and classes; None where no student has a need.

    `tallies` is {(entry year, number): Tally}.
    """
    cells = {}
    for (entry_year, number), tally in tallies.items():
        if entry_year is not None:
            school_class = SchoolClass(entry_year=entry_year, number=number)
            key = school_class.grade_on(on), number
            cells[key] = Cell(_url(school_class.name_on(on)), tally.bound, tally.met, tally.excused)
    numbers = sorted({number for _, number in cells})
    rows = [_row(grade, numbers, cells) for grade in GRADES]
    return {"columns": [f"{number} 班" for number in numbers], "rows": rows} if cells else None


def _url(class_name):
    return f"{reverse('coverage:board')}?{urlencode({'group': class_name})}#lists"


def _row(grade, numbers, found):
    cells = [found.get((grade, number), Cell("")) for number in numbers]
    done, total = sum(cell.done for cell in cells), sum(cell.total for cell in cells)
    return {"label": GRADES[grade], "cells": cells, "total": f"{done}/{total}"}
