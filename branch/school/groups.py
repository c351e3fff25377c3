"""Groups by which duties count their subjects."""

from dataclasses import dataclass

from branch.coverage.duty import BY_CLASS

from .models import RollNumber, SchoolClass
from .models.classes import GRADES

# {how much is missing: the colour of the cell}, from 5 (none) down to 2; more is `WORST`
LEVELS = {0: 5, 1: 4, 2: 3, 3: 2}
WORST = 1


class ByClass:
    """A mixin of a `Duty` counted by class; its `with_done` annotates what `with_class_on` does."""

    group_keys = BY_CLASS

    def group_name(self, group, *, on):
        """The name of a class, as 初二（3）班; 未在班 for students in no class."""
        entry_year, number = group
        if entry_year is None:
            return "未在班"
        return SchoolClass(entry_year=entry_year, number=number).name_on(on)

    def codes(self, student_ids, *, on):
        """{id of a student: 学生编号 in the term of the day}."""
        numbers = RollNumber.objects.in_term_of(on).filter(student__in=student_ids)
        return dict(numbers.values_list("student", "number"))

    def heat(self, tallies, *, on):
        """Return the numbers of the classes and a `HeatRow` of each grade; None where the duty binds nobody.

        `tallies` is {(entry year, number): Tally}.
        """
        cells = {
            (school_class.grade_on(on), school_class.number): Cell(school_class.name_on(on), tally)
            for (entry_year, number), tally in tallies.items()
            if entry_year is not None
            and (school_class := SchoolClass(entry_year=entry_year, number=number))
        }
        numbers = sorted({number for _, number in cells})
        rows = [
            HeatRow(name, [cells.get((grade, number)) for number in numbers])
            for grade, name in GRADES.items()
        ]
        return {"numbers": numbers, "rows": rows} if cells else None


@dataclass(frozen=True)
class Cell:
    """One class of the table: its name and its `Tally`."""

    name: str
    tally: object

    @property
    def level(self):
        return LEVELS.get(self.tally.missing, WORST)


@dataclass(frozen=True)
class HeatRow:
    """A grade with a `Cell` for each number of a class, None where there is no such class."""

    label: str
    cells: list

    @property
    def total(self):
        known = [cell.tally for cell in self.cells if cell]
        return f"{sum(tally.done for tally in known)}/{sum(tally.needed for tally in known)}"
