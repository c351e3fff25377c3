"""In which days a hardship family is to be visited: those of a running campaign for it, else the term."""

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    IntegerField,
    OuterRef,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from branch.core.figures import figures
from branch.core.periods import Period, school_year
from branch.school.models import Term
from branch.walkins.figures import VISITS_A_TERM, VISITS_BY_PHONE

from .campaigns import VisitCampaign
from .visits import HomeVisit, VisitedStudent

CACHE_SECONDS = 60
COLUMNS = ("pk", "audience", "entry_year", "school_class_id")


@dataclass(frozen=True)
class VisitWindow:
    """The days of a campaign or of the term; `end` is None in holidays, when nothing is due."""

    start: date
    end: date | None
    says: str
    # (column, value) of the campaign
    campaign: tuple = ()

    @property
    def is_for_all(self):
        """Whether it is that of every hardship family."""
        return dict(self.campaign).get("audience", "hardship") == "hardship"

    def concerns(self, on):
        """Whether the family of the outer row has a child in the campaign's audience."""
        students = VisitCampaign(**dict(self.campaign)).students_on(on)
        return Exists(students.filter(family=OuterRef("pk")).order_by())


def visit_rules(on):
    """How many visits are needed, whether those by telephone count, and the windows, the newest first.

    Cached for a minute: the board and the desk ask for them at every request.
    """
    return cache.get_or_set(f"walkins.visit_rules:{on}", lambda: _read_rules(on), CACHE_SECONDS)


def _read_rules(on):
    needed, with_phone = figures(VISITS_A_TERM, VISITS_BY_PHONE, on=on)
    running = VisitCampaign.objects.running_on(on).order_by("-from_on", "-pk")
    windows = [
        VisitWindow(row.from_on, row.until_on, "本次走访活动", _columns_of(row)) for row in running
    ]
    found = {"needed": needed, "with_phone": bool(with_phone)}
    return found | {"windows": (*windows, _term_window(on))}


def _columns_of(campaign):
    return tuple((name, getattr(campaign, name)) for name in COLUMNS)


def _term_window(on):
    """The days since the last term began: a visit in the holidays after it counts as well."""
    term = Term.objects.on(on)
    if term is None:
        return VisitWindow(school_year(on).start, None, "本学年")
    return VisitWindow(term.starts_on, term.ends_on if on <= term.ends_on else None, "本学期")


def with_visits(families, *, on, with_phone, windows):
    """Annotate `visit_count` in the first of these windows that is the family's, and what that window is.

    The latter is `window_start`, `window_end` and `window_says`.
    """
    for_all = next(place for place, window in enumerate(windows) if window.is_for_all)
    places, counts = [], []
    for place, window in enumerate(windows[:for_all]):
        places.append(When(window.concerns(on), then=Value(place)))
        counts.append(When(window=place, then=_count_in(window, on, with_phone=with_phone)))
    common = _count_in(windows[for_all], on, with_phone=with_phone)
    families = families.annotate(
        window=Case(*places, default=Value(for_all), output_field=IntegerField())
    )
    return families.annotate(
        visit_count=Case(*counts, default=common, output_field=IntegerField()),
        window_start=_of_window("start", windows[: for_all + 1], DateField()),
        window_end=_of_window("end", windows[: for_all + 1], DateField()),
        window_says=_of_window("says", windows[: for_all + 1], CharField()),
    )


def _of_window(name, windows, field):
    values = [Value(getattr(window, name), field) for window in windows]
    cases = [When(window=place, then=value) for place, value in enumerate(values[:-1])]
    return Case(*cases, default=values[-1], output_field=field)


def _count_in(window, on, *, with_phone):
    counted = HomeVisit.objects.counted(with_phone=with_phone).filter(pk=OuterRef("visit"))
    shares = VisitedStudent.objects.in_period(Period(window.start, on, window.says))
    shares = shares.filter(Exists(counted), student__family=OuterRef("pk")).order_by()
    count = shares.values("student__family").annotate(count=Count("visit", distinct=True))
    return Coalesce(Subquery(count.values("count")), 0)


def with_planned_on(families, *, on):
    """Annotate `planned_on`, the first day from now for which a visit to the family is planned, and that visit's key."""
    planned = HomeVisit.objects.planned().filter(pk=OuterRef("visit"))
    shares = VisitedStudent.objects.filter(
        Exists(planned), student__family=OuterRef("pk"), happened_on__gte=on
    ).order_by("happened_on", "visit")
    return families.annotate(
        planned_on=Subquery(shares.values("happened_on")[:1]),
        planned_visit=Subquery(shares.values("visit")[:1]),
    )
