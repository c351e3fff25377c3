"""Calendar files (RFC 5545), which a phone puts into its own calendar."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpResponse

from .stored import one_line

USUAL_LENGTH = timedelta(hours=2)  # of an event without an end


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """One event of a calendar file; `key` tells it from the others of the site, `version` grows with each change."""

    key: str
    version: int
    starts_at: datetime
    ends_at: datetime | None
    title: str
    place: str
    is_cancelled: bool
    url: str
    says: str


def calendar_file(entries, *, by, name, origin, at):
    """The entries as the bytes of an ICS file; `by` names who publishes it, `origin` the site."""
    # loaded with the first file: it takes 40 ms of a start
    from icalendar import Calendar

    sheet = Calendar()
    sheet.add("prodid", f"-//{one_line(by)}//CN")
    sheet.add("version", "2.0")
    sheet.add("method", "PUBLISH")
    sheet.add("x-wr-calname", one_line(name))
    for entry in entries:
        sheet.add_component(_component(entry, origin=origin, at=at))
    return sheet.to_ical()


def _component(entry, *, origin, at):
    from icalendar import Event

    event = Event()
    event.add("uid", f"{entry.key}@{origin.partition('://')[2]}")
    event.add("dtstamp", at)
    event.add("sequence", entry.version)
    event.add("dtstart", entry.starts_at)
    event.add("dtend", entry.ends_at or entry.starts_at + USUAL_LENGTH)
    event.add("summary", one_line(entry.title))
    event.add("location", one_line(entry.place))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("url", origin + entry.url)
    event.add("description", one_line(entry.says))
    return event


def calendar_answer(request, entries, *, by, name, file, at):
    """The calendar file as an answer to download."""
    origin = request.build_absolute_uri("/").rstrip("/")
    return HttpResponse(
        calendar_file(entries, by=by, name=name, origin=origin, at=at),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )
