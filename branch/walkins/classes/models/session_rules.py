"""How many sessions a class is to have in the term, in which days, and on which of them nothing is due."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.cache import cache

from branch.core.figures import figure
from branch.core.periods import Period, school_year
from branch.school.models import Term
from branch.school.models.calendar import Calendar
from branch.walkins.figures import SESSIONS_A_TERM

CACHE_SECONDS = 60
WEEKEND = timedelta(days=2)


@dataclass(frozen=True)
class SessionRules:
    """The rule of the term of a day."""

    needed: int
    # the days in which a session counts: those of the term or, before the first one, of the school year
    start: date
    end: date
    # the last day of the term on which one can be held; None once it is over, or without a term
    due_on: date | None
    # whether nobody is asked for one today: in exams and holidays, but not at a weekend
    is_paused: bool

    @property
    def period(self):
        return Period(self.start, self.end, "本学期")


def session_rules(on):
    """The `SessionRules` of the term of a day; cached for a minute, as the board and the desk ask at every request."""
    return cache.get_or_set(f"walkins.session_rules:{on}", lambda: _read(on), CACHE_SECONDS)


def _read(on):
    term = Term.objects.on(on)
    # in the holidays as on the last day of the term, as its table says
    needed = figure(SESSIONS_A_TERM.key, on=min(on, term.ends_on) if term else on)
    if term is None:
        year = school_year(on)
        return SessionRules(needed, year.start, year.end, None, is_paused=True)
    calendar = Calendar.of_terms([term])
    left = days_left(calendar, term, on)
    is_paused = calendar.is_exam(on) or not left or left[0] > on + WEEKEND
    due_on = left[-1] if left else None
    return SessionRules(needed, term.starts_on, term.ends_on, due_on, is_paused)


def days_left(calendar, term, on):
    """The school days from the day to the end of the term on which a session can be held: none of exams."""
    first = max(on, term.starts_on)
    span = [first + timedelta(days=n) for n in range((term.ends_on - first).days + 1)]
    return [day for day in span if calendar.is_counted(day)]
