"""家校社共育日历: the events of the term for everybody, as a list, a month, a calendar file and a feed."""

from datetime import timedelta

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from branch.core.ics import calendar_answer
from branch.core.periods import month, school_year
from branch.core.public import public_page
from branch.core.stored import one_line
from branch.school.models import Term
from branch.service.parents.calendar import (
    FREE,
    KINDS,
    Event,
    by_month,
    entry_of,
    hold_until_changed,
    month_sheet,
    public_events,
)
from branch.service.parents.forms import CalendarFilter

NEWEST = 20


def _period(today):
    """(what the calendar is of, its period): the term, from a month before it begins; else the school year."""
    coming = Term.objects.filter(starts_on__gt=today, starts_on__lte=today + timedelta(days=60))
    term = Term.objects.on(today)
    if term is None or term.ends_on < today:
        term = coming.order_by("starts_on").first() or term
    return (str(term), term.period) if term else ("本学年", school_year(today))


def _beside(shown, period, today):
    """The months before and after the one that is shown, and this one; None outside the period: no link leads on without end."""
    sheet = month(shown)
    before, after = sheet.start - timedelta(days=1), sheet.end + timedelta(days=1)
    return {
        "before": before if period.start <= before <= period.end else None,
        "after": after if period.start <= after <= period.end else None,
        "now": today if period.start <= today <= period.end else None,
    }


@public_page(reads=("kind", "month"))
def calendar(request):
    """家校社共育日历 of the term: what is to come, the month beside it, and what was held."""
    now = timezone.now()
    today = timezone.localdate(now)
    name, period = _period(today)
    asked = CalendarFilter(request.GET)
    events = [Event(row, now) for row in asked.narrow(public_events().within(period))]
    hold_until_changed(request, events)
    coming = [event for event in events if not event.is_over]
    shown = asked.asked.get("month") or (coming[0].day if coming else today)
    context = {
        "name": name,
        "free": FREE,
        "months": by_month(coming),
        "first_open": next((event for event in coming if event.is_open), None),
        "held": [event for event in events if event.is_over and event.activity.is_done][::-1],
        "kinds": [(kind.value, label) for kind, (label, _) in KINDS.items()],
        "keys": KINDS.values(),
        "kind": asked.asked.get("kind", ""),
        "shown": shown,
        "weeks": month_sheet(events, shown=shown, today=today),
        **_beside(shown, period, today),
        "count": len(events),
    }
    return render(request, "service/calendar.html", context)


def _answer(request, events, *, name, file):
    by = f"{request.site_profile.school_name}//家校社共育日历"
    entries = [entry_of(event) for event in events]
    return calendar_answer(request, entries, by=by, name=name, file=file, at=timezone.now())


@public_page
def calendar_term_file(request):
    """All events of the term as one calendar file."""
    now = timezone.now()
    name, period = _period(timezone.localdate(now))
    rows = public_events().within(period).with_people()
    events = [Event(row, now) for row in rows]
    return _answer(request, events, name=f"家校社共育日历 {name}", file="calendar.ics")


@public_page
def event_file(request, pk):
    """One event as a calendar file."""
    row = get_object_or_404(public_events().with_people(), pk=pk)
    event = Event(row, timezone.now())
    return _answer(request, [event], name=row.title, file=f"event-{pk}.ics")


class EventFeed(Feed):
    """The events to come, the one announced last first."""

    def __call__(self, request, *args, **kwargs):
        self.site = request.site_profile
        return super().__call__(request, *args, **kwargs)

    def title(self):
        return one_line(f"{self.site.branch_name} · 家校社共育")

    def link(self):
        return reverse("service:calendar")

    def description(self):
        return one_line(f"{self.site.school_name}：新安排的讲座、座谈和服务，{FREE}")

    def items(self):
        rows = public_events().not_cancelled().with_people()
        return rows.order_by("-pk")[:NEWEST]

    def item_title(self, activity):
        return one_line(f"{Event(activity, None).kind_label}：{activity.title}")

    def item_description(self, activity):
        starts = timezone.localtime(activity.starts_at)
        says = f"{starts.month}月{starts.day}日 {starts:%H:%M}，{activity.place}。{FREE}。"
        names = activity.public_speaker_names
        return one_line(f"主讲：{names}。{says}" if names else says)

    def item_link(self, activity):
        return reverse("service:event", args=[activity.pk])


@public_page
def feed(request):
    return EventFeed()(request)
