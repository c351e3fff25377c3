"""The public page of a series: the next stop first, then where it has been and what was talked of."""

from datetime import timedelta

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from branch.core.forms import PageForm
from branch.core.periods import school_year
from branch.core.public import public_page
from branch.service.outings.models import Series
from branch.service.outings.reading import told_in, trips_of
from branch.service.parents.calendar import FREE, hold_until_changed, public_events

A_PAGE = 20
# an event is the next stop until so long after it began
STILL_ON = timedelta(hours=2)


def _to_come(request, events, *, at, on):
    """The next trip, and those before it that were called off."""
    rows = events.filter(starts_at__gt=at - STILL_ON).exclude(state="done")
    trips = [trip for trip in trips_of(rows, at=at, on=on) if not trip.event.is_over]
    hold_until_changed(request, [trip.event for trip in trips])
    coming = next((trip for trip in trips if not trip.event.activity.is_cancelled), None)
    off = trips[: trips.index(coming)] if coming else trips
    return coming, off


@public_page(reads=("page",))
def series_page(request, pk):
    """A series: what it is, its next stop, the stops it has been at."""
    series = get_object_or_404(Series.objects.public(), pk=pk)
    now = timezone.now()
    on = timezone.localdate(now)
    events = public_events().filter(programme=series.programme_id)
    coming, off = _to_come(request, events, at=now, on=on)
    held = events.done().filter(starts_at__lte=now).order_by("-starts_at", "-pk")
    page = PageForm(request.GET).page_of(held, A_PAGE)
    past = trips_of(page.object_list, at=now, on=on)
    year = school_year(on)
    context = {
        "series": series,
        "free": FREE,
        "coming": coming,
        "off": off,
        "page": page,
        "past": past,
        "last": next((trip for trip in past if trip.told and trip.told.topics), None),
        "year": told_in(series, year, on=on),
        "year_count": held.within(year).count(),
    }
    return render(request, "service/series.html", context)
