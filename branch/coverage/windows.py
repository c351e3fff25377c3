"""The span of time in which a duty is to be done, and the day it is due."""

from dataclasses import dataclass
from datetime import date

from branch.core import periods
from branch.core.figures import FigureSpec, figure
from branch.core.periods import Period


@dataclass(frozen=True)
class Window:
    """A span of the calendar by its name in `periods.KINDS`; the duty is due on its last day.

    Every kind of window has the same two methods. `last_on` is the day the duty was last done.
    """

    kind: str

    def period(self, on):
        """The `Period` around this day; None where there is none, as before the first term."""
        return periods.KINDS[self.kind](on)

    def due_on(self, on, *, last_on=None):
        """The last day to do it, as known on this day; None where it is not known yet."""
        period = self.period(on)
        return period and period.end


DAY = Window("day")
WEEK = Window("week")
MONTH = Window("month")
QUARTER = Window("quarter")
HALF_YEAR = Window("half_year")
TERM = Window("term")
SCHOOL_YEAR = Window("school_year")
YEAR = Window("year")


@dataclass(frozen=True)
class ForYear:
    """A calendar year named in the records, done at the latest some months after it ends.

    Until that day the period is the last year, afterwards the running one.
    """

    months: FigureSpec

    def period(self, on):
        year = on.year - 1 if on <= self._due_on(on.year - 1, on) else on.year
        return Period(date(year, 1, 1), date(year, 12, 31), f"{year} 年度")

    def due_on(self, on, *, last_on=None):
        return self._due_on(self.period(on).end.year, on)

    def _due_on(self, year, on):
        return periods.months_later(date(year, 12, 31), figure(self.months.key, on=on))
