"""Windows of duties that are counted in school days."""

from dataclasses import dataclass

from branch.core.figures import FigureSpec, figure
from branch.core.periods import Period

from .models.calendar import school_days_after, school_days_before


@dataclass(frozen=True)
class Rolling:
    """A window of so many school days since the last time."""

    days: FigureSpec

    def period(self, on):
        """The period from the earliest day that still counts as recent to the day."""
        return Period(school_days_before(on, self._count(on)), on, "")

    def due_on(self, on, *, last_on=None):
        """The last day on which `last_on` is still recent; None if it is after the last recorded term."""
        return school_days_after(last_on or on, self._count(on))

    def _count(self, on):
        return figure(self.days.key, on=on)
