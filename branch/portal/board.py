"""落实情况: each duty as a tile and a list, and the students with a need as a table of classes."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.http import urlencode

from branch.core.duties import DutyStatus
from branch.school.models import SchoolClass, Student
from branch.school.models.classes import GRADES
from branch.walkins.models import Pairing, SupportNeed

from .todo import anchor

ICONS = {"student": "heart", "class": "users", "family": "visit", "branch": "flag"}
# how many are missing → the colour of the cell; five is complete
LEVELS = {0: 5, 1: 4, 2: 3, 3: 2}
WORST = 1


@dataclass(frozen=True)
class Panel:
    """One duty on the page: its tile, and the gaps and excuses of the class looked at."""

    status: DutyStatus
    group: str = ""

    @property
    def duty(self):
        return self.status.duty

    @property
    def anchor(self):
        return anchor(self.duty)

    @property
    def icon(self):
        return ICONS.get(self.duty.track, "users")

    @property
    def gap_count(self):
        return len(self.status.gaps)

    @property
    def note(self):
        """What the duty asks; and how many of those missing are excused."""
        excused = len(self.status.excused)
        return self.duty.note + (f"（暂缓 {excused} {self.duty.unit}）" if excused else "")

    @property
    def gaps(self):
        return [gap for gap in self.status.gaps if self.group in ("", gap.group)]

    @property
    def excused(self):
        return [pair for pair in self.status.excused if self.group in ("", pair[0].group)]

    @property
    def is_by_class(self):
        """Whether its list is one of students, which a class narrows; members stand in no class."""
        rows = self.status.gaps + [gap for gap, _ in self.status.excused]
        return all(gap.student_id for gap in rows)

    @property
    def heading(self):
        return f"{self.duty.gap_title}（{len(self.gaps)} {self.duty.unit}）"

    @property
    def student_ids(self):
        rows = self.gaps + [gap for gap, _ in self.excused]
        return [gap.student_id for gap in rows]


def groups_of(statuses):
    """The classes that stand in any list, each once, in the order they come in."""
    rows = [gap for status in statuses for gap in status.gaps]
    rows += [gap for status in statuses for gap, _ in status.excused]
    return list(dict.fromkeys(gap.group for gap in rows if gap.student_id))


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
    return f"{reverse('portal:coverage')}?{urlencode({'group': class_name})}#lists"


def _row(grade, numbers, counted):
    cells = [counted.get((grade, number), Cell("")) for number in numbers]
    done, total = sum(cell.done for cell in cells), sum(cell.total for cell in cells)
    return {"label": GRADES[grade], "cells": cells, "total": f"{done}/{total}"}
