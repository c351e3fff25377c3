"""What the board said on a Sunday, kept as it was said."""

from dataclasses import dataclass
from datetime import timedelta

from branch.core import periods

from .duty import Duty
from .models import BoardSnapshot
from .status import whole_branch

WEEK = timedelta(weeks=1)
# how many weeks the lines of the board show, and how many missed ones are taken afterwards
WEEKS = 10


def last_sunday(on):
    """The last day of the week before that of the day."""
    return periods.week(on).start - timedelta(days=1)


def take_missing(*, on):
    """Keep what every duty said of each Sunday since the last one kept; returns how many Sundays.

    Of a school without any it keeps the last one alone. What is kept is never written again.
    """
    until = last_sunday(on)
    kept = BoardSnapshot.objects.filter(sunday__lte=until).order_by("-sunday").first()
    since = kept.sunday + WEEK if kept else until
    sundays = [until - n * WEEK for n in range(WEEKS) if until - n * WEEK >= since]
    for sunday in reversed(sundays):
        take(sunday)
    return len(sundays)


def take(sunday):
    """Keep what every duty says of this Sunday now; one that is kept already stays as it is."""
    rows = [
        BoardSnapshot(sunday=sunday, duty_key=key, missing=tally.missing, **in_figures(tally))
        for key, tally in whole_branch(on=sunday).items()
    ]
    BoardSnapshot.objects.bulk_create(rows, ignore_conflicts=True)


def in_figures(tally):
    """The figures of a `Tally` by the names under which they are kept and printed."""
    return {
        "population": tally.bound,
        "met": tally.met,
        "excused": tally.excused,
        "gaps": tally.open,
        "done": tally.done,
        "needed": tally.needed,
    }


@dataclass(frozen=True)
class Line:
    """What was missing of one duty on each Sunday; None for a Sunday of which nothing was kept."""

    duty: Duty
    values: list

    @property
    def known(self):
        return [value for value in self.values if value is not None]

    @property
    def top(self):
        return max(self.known, default=0) or 1

    @property
    def points(self):
        """The corners of the line, as the `points` of an SVG: a week is 1 wide, the most missing 0 from the top."""
        return " ".join(
            f"{x},{self.top - value}" for x, value in enumerate(self.values) if value is not None
        )


def trend(duties, *, on):
    """The Sundays of the last ten weeks and a `Line` of each duty with two figures in them; None without a line.

    The organisation life has none: its duties are over and begin anew within the weeks.
    """
    sundays = [last_sunday(on) - n * WEEK for n in reversed(range(WEEKS))]
    rows = BoardSnapshot.objects.filter(sunday__in=sundays)
    missing = {(row.duty_key, row.sunday): row.missing for row in rows if row.needed}
    lines = [
        Line(duty, [missing.get((duty.key, sunday)) for sunday in sundays])
        for duty in duties
        if duty.track != "branch"
    ]
    known = [line for line in lines if len(line.known) > 1]
    return {"sundays": sundays, "lines": known} if known else None
