"""Windows that only the school's calendar can count."""

from dataclasses import dataclass

from branch.core.figures import FigureSpec, figure
from branch.core.periods import Period

from .models.calendar import school_days_after, school_days_before


@dataclass(frozen=True)
class Rolling:
    """So many school days after the last time; days without school do not count."""

    days: FigureSpec

    def period(self, on):
        """From the earliest day that still counts as recent, to the day itself."""
        return Period(school_days_before(on, self._count(on)), on, "")

    def due_on(self, on, *, last_on=None):
        """The last day on which `last_on` is still recent; None beyond the terms the school entered."""
        return school_days_after(last_on or on, self._count(on))

    def _count(self, on):
        return figure(self.days.key, on=on)
