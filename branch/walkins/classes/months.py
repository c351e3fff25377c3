"""班级团辅 by class and month: what was held, is planned, is missing, and the weeks of exams left out."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.urls import reverse
from django.utils import timezone

from branch.core.figures import figure
from branch.school.models import Term
from branch.school.models.calendar import Calendar
from branch.school.models.classes import GRADES
from branch.walkins.figures import SESSIONS_A_TERM

from .models import ClassSession

# school days that a month must still have for a missing session to be placed in it; the last such month is
# taken where none has as many
A_WEEK = 5


@dataclass(frozen=True)
class Month:
    """A month of the term: its days of exams, whether they last to its end, how many school days are left in it."""

    first: date
    exams: tuple
    ends_with_exams: bool
    left_count: int

    @property
    def label(self):
        return f"{self.first.month}月"

    @property
    def exams_say(self):
        """11月16–18日; empty without exams."""
        if not self.exams:
            return ""
        first, last = self.exams[0].day, self.exams[-1].day
        return f"{self.label}{first}–{last}日" if first != last else f"{self.label}{first}日"


@dataclass
class Cell:
    """The sessions of a class in a month, and how many are still to be planned in it."""

    month: Month
    done: list = field(default_factory=list)
    planned: list = field(default_factory=list)
    gap: int = 0
    gap_url: str = ""
    # of a month that ends with exams: how many rows this cell spans; 0 where another one spans it
    off_rows: int | None = None

    @property
    def has_several(self):
        return len(self.done) + len(self.planned) > 1

    @property
    def sessions(self):
        return [*self.done, *self.planned]

    @property
    def to_move(self):
        """Planned sessions on days that the school marked as exams or holidays afterwards."""
        return [session for session in self.planned if session.off_says]

    @property
    def is_empty(self):
        return not (self.done or self.planned or self.gap)

    @property
    def kind(self):
        """The CSS class's last part, of what stands in the cell first."""
        if self.is_empty:
            return "none"
        if self.to_move:
            return "gap"
        return "done" if self.done else "plan" if self.planned else "gap"


@dataclass
class Row:
    """A class: its cells, how many sessions it needs, and how many were held or are planned."""

    school_class: object
    name: str
    needed: int
    cells: list

    @property
    def done(self):
        return sum(len(cell.done) for cell in self.cells)

    @property
    def planned(self):
        return sum(len(cell.planned) for cell in self.cells)

    @property
    def missing(self):
        return max(self.needed - self.done, 0)

    @property
    def unplanned(self):
        return max(self.missing - self.planned, 0)


@dataclass(frozen=True)
class Sheet:
    """The table of a term: months, and the rows of each grade."""

    months: list
    grades: list

    @property
    def rows(self):
        return [row for _, rows in self.grades for row in rows]

    @property
    def width(self):
        """The number of columns of its table."""
        return len(self.months) + 2

    @property
    def exams_say(self):
        """11月16–18日、1月18–29日; empty without exams."""
        return "、".join(month.exams_say for month in self.months if month.exams)

    @property
    def has_links_to_plan(self):
        return any(cell.gap_url for row in self.rows for cell in row.cells)

    @property
    def to_move_say(self):
        """初二（3）班1月19日、初一（1）班1月20日: the planned sessions that have to be moved; "" without any."""
        found = [
            (row.name, one.day) for row in self.rows for cell in row.cells for one in cell.to_move
        ]
        return "、".join(f"{name}{day.month}月{day.day}日" for name, day in found)

    @property
    def totals(self):
        """How many sessions were held in each month."""
        columns = zip(*(row.cells for row in self.rows), strict=True)
        return [sum(len(cell.done) for cell in column) for column in columns]

    @property
    def done(self):
        return sum(self.totals)

    @property
    def counted(self):
        """How many count: what one class has beyond its number makes up for no other."""
        return sum(min(row.done, row.needed) for row in self.rows)

    @property
    def needed(self):
        return sum(row.needed for row in self.rows)

    @property
    def complete(self):
        return [row for row in self.rows if not row.missing]

    @property
    def begun(self):
        return [row for row in self.rows if row.done and row.missing]

    @property
    def begun_says(self):
        """差 1 次 if that is what all of them lack, else 没有满."""
        lacking = {row.missing for row in self.begun}
        return f"差 {lacking.pop()} 次" if len(lacking) == 1 else "没有满"

    @property
    def untouched(self):
        return [row for row in self.rows if row.missing and not row.done]

    def all_planned(self, rows):
        """How many of these rows have a plan for all they lack."""
        return sum(not row.unplanned for row in rows)

    @property
    def begun_planned(self):
        return self.all_planned(self.begun)

    @property
    def untouched_planned(self):
        return self.all_planned(self.untouched)


@dataclass(frozen=True)
class Course:
    """The sessions of one class in a term, for its page; both are None before the first term."""

    term: Term | None
    row: Row | None

    @property
    def cells(self):
        return self.row.cells if self.row else []

    @property
    def needed(self):
        return self.row.needed

    @property
    def done_count(self):
        return min(self.row.done, self.row.needed)

    @property
    def missing(self):
        return self.row.missing

    @property
    def planned(self):
        return [session for cell in self.cells for session in cell.planned]


def course_of(school_class, *, on):
    """The `Course` of a class in the term of the day, placed in its months as in the table of all classes."""
    term = Term.objects.on(on)
    if term is None:
        return Course(None, None)
    needed = figure(SESSIONS_A_TERM.key, on=min(on, term.ends_on))
    return Course(term, sheet_of([school_class], term=term, needed=needed, on=on).rows[0])


def sheet_of(classes, *, term, needed, on, recordable=()):
    """The `Sheet` of these classes, in their order; a gap leads to the form for those that are `recordable`."""
    classes, day = list(classes), min(on, term.ends_on)
    calendar = Calendar.of_terms([term])
    months = months_of(term, calendar, on=on)
    held = _sessions_of(classes, term, calendar)
    target = _target(months)
    rows = []
    for school_class in classes:
        cells = [_cell(month, held.get(school_class.pk, ())) for month in months]
        row = Row(school_class, school_class.name_on(day), needed, cells)
        _place_gap(row, target, is_link=school_class.pk in recordable)
        rows.append(row)
    grades = [
        (f"{GRADES[grade]}年级", _spanning(list(members)))
        for grade, members in groupby(rows, key=lambda row: row.school_class.grade_on(day))
    ]
    return Sheet(months, grades)


def months_of(term, calendar, *, on):
    """The months of a term as they stand on a day."""
    span = (term.ends_on - term.starts_on).days + 1
    days = [term.starts_on + timedelta(days=n) for n in range(span)]
    # what is still to be held is not held today
    left = {day for day in days if day > on and calendar.is_counted(day)}
    return [
        _month(list(members), calendar, left)
        for _, members in groupby(days, key=lambda day: (day.year, day.month))
    ]


def _month(days, calendar, left):
    exams = tuple(day for day in days if calendar.is_exam(day))
    counted = [day for day in days if calendar.is_counted(day)]
    ends_with_exams = bool(exams) and not any(day > exams[0] for day in counted)
    left_count = sum(day in left for day in days)
    return Month(days[0].replace(day=1), exams, ends_with_exams, left_count)


def _sessions_of(classes, term, calendar):
    """{class: its sessions of the term}, the earliest first, each with the mark of its day as `off_says`."""
    rows = ClassSession.objects.not_cancelled().within(term.period).filter(school_class__in=classes)
    rows = rows.select_related("activity", "theme").order_by("activity__starts_at", "pk")
    found = {}
    for session in rows:
        session.off_says = calendar.off_says(session.day)
        found.setdefault(session.school_class_id, []).append(session)
    return found


def _cell(month, sessions):
    cell = Cell(month)
    for session in sessions:
        began = timezone.localdate(session.activity.starts_at)
        if (began.year, began.month) == (month.first.year, month.first.month):
            (cell.done if session.activity.is_done else cell.planned).append(session)
    return cell


def _target(months):
    """The index of the month in which missing sessions are placed; None where none can be held any more."""
    roomy = [n for n, month in enumerate(months) if month.left_count >= A_WEEK]
    last = [n for n, month in enumerate(months) if month.left_count][-1:]
    return next(iter(roomy or last), None)


def _place_gap(row, target, *, is_link):
    if target is None or not row.unplanned:
        return
    row.cells[target].gap = row.unplanned
    if is_link:
        form = reverse("walkins:session-create")
        row.cells[target].gap_url = f"{form}?school_class={row.school_class.pk}&plan=1"


def _spanning(rows):
    """The rows of a grade; a month that ends with exams and in which none of them has anything is one cell."""
    for column in zip(*(row.cells for row in rows), strict=True):
        if column[0].month.ends_with_exams and all(cell.is_empty for cell in column):
            for n, cell in enumerate(column):
                cell.off_rows = 0 if n else len(column)
    return rows
