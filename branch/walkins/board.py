"""What this app adds to the board: the students with a need as a table of classes."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.http import urlencode

from branch.coverage.board import BoardSection
from branch.school.models import SchoolClass, Student
from branch.school.models.classes import GRADES

from .models import Pairing, SupportNeed

# how many are missing → the colour of the cell; five is complete
LEVELS = {0: 5, 1: 4, 2: 3, 3: 2}
WORST = 1


class PairedByClass(BoardSection):
    key, order = "walkins.paired_by_class", 20
    permission = "walkins.add_pairing"
    template = "walkins/heat.html"

    def data(self, user, *, on, site):
        return heat(user, on=on)


@dataclass
class Cell:
    """One class: how many students have a need, and how many of them a member."""

    url: str
    total: int = 0
    done: int = 0

    @property
    def gap(self):
        return self.total - self.done

    @property
    def level(self):
        return LEVELS.get(self.gap, WORST)


def heat(user, *, on):
    """Grade × class of students with an open need, for the rows this reader may see; None without any."""
    counted = _counted(user, on=on)
    if not counted:
        return None
    numbers = sorted({number for _, number in counted})
    rows = [_row(grade, numbers, counted) for grade in GRADES]
    return {"columns": [f"{number} 班" for number in numbers], "rows": rows}


def _counted(user, *, on):
    """{(grade, class number): Cell}"""
    needs = SupportNeed.objects.visible_to(user, on=on).open_on(on)
    paired = Pairing.objects.accompanied_on(on).filter(student=OuterRef("pk"))
    students = Student.objects.filter(pk__in=needs.values("student")).with_class_on(on)
    found = {}
    for year, number, is_paired in students.annotate(is_paired=Exists(paired)).values_list(
        "entry_year", "class_number", "is_paired"
    ):
        if year is None:
            continue
        school_class = SchoolClass(entry_year=year, number=number)
        key = school_class.grade_on(on), number
        cell = found.setdefault(key, Cell(_url(school_class.name_on(on))))
        cell.total += 1
        cell.done += is_paired
    return found


def _url(class_name):
    return f"{reverse('coverage:board')}?{urlencode({'group': class_name})}#lists"


def _row(grade, numbers, counted):
    cells = [counted.get((grade, number), Cell("")) for number in numbers]
    done, total = sum(cell.done for cell in cells), sum(cell.total for cell in cells)
    return {"label": GRADES[grade], "cells": cells, "total": f"{done}/{total}"}
