"""What pages, ledger and duty read of registrations and deeds."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch

from branch.activities.models import Registration
from branch.core import periods
from branch.coverage.models import Excuse
from branch.members.models import Member
from branch.service.registers.models import ServiceDeed, State, hours_say, registered_on

# the key of the duty to be registered
DUTY = "service.registered"


def unregistered_on(day):
    """Members who work here, are not excused on the day and are registered nowhere."""
    excused = Excuse.objects.active_on(day).for_duty(DUTY, Member, OuterRef("pk"))
    return Member.objects.here_on(day).exclude(registered_on(day)).exclude(Exists(excused))


@dataclass(frozen=True)
class Done:
    """One line of 做过的服务: a deed of one's own, or one's part in an event of the branch."""

    day: date
    title: str
    content: str
    # the words of the branch for it, which name neither place nor person
    in_public: str
    hours: str
    note: str
    state: str
    # what may be put right by its member; None for a part in an event
    deed: ServiceDeed | None = None

    @property
    def is_counted(self):
        return self.state == "counted"


def done_in(member, period):
    """What a member did in a period, the latest first.

    The one place where deeds of one's own and the confirmed hours of events come together.
    """
    deeds = ServiceDeed.objects.standing().within(period).filter(member=member)
    deeds = deeds.select_related("community", "content", "decided_by")
    lines = [_line_of(deed) for deed in deeds]
    parts = Registration.objects.of_staff().filter(staff=member.staff_id, hours__isnull=False)
    lines += [_line_of_event(part) for part in parts.held_within(period).latest_first()]
    return sorted(lines, key=lambda line: line.day, reverse=True)


def _line_of(deed):
    return Done(
        day=deed.happened_on,
        title=str(deed),
        content=deed.content.name,
        in_public=deed.content.name,
        hours=deed.hours_say,
        note=_note_of(deed),
        state=deed.state,
        deed=deed,
    )


def _line_of_event(part):
    """The part of a colleague in an event, whose hours count when a second person has seen them."""
    activity = part.opening.activity
    series, title = activity.programme.name, activity.title
    return Done(
        day=activity.day,
        title=title if series in title else f"{series}：{title}",
        content=part.slot.title,
        in_public=series,
        hours=hours_say(int(part.hours * 60)),
        note=f"{part.confirmed_by.name} 已确认" if part.confirmed_by else "",
        state=State.COUNTED if part.confirmed_by else State.WAITING,
    )


def _note_of(deed):
    """10月20日补记; for what was refused why."""
    if deed.refusal:
        return deed.get_refusal_display()
    if deed.decided_by and deed.state == "counted":
        return f"{deed.decided_by.name} 已确认"
    if deed.is_late:
        return f"{deed.recorded_on.month}月{deed.recorded_on.day}日补记"
    return ""


def with_service(members, *, on):
    """Prefetch the counted deeds up to the day as `service_then`, the latest first, with their contents."""
    rows = ServiceDeed.objects.counted().filter(happened_on__lte=on).select_related("content")
    rows = rows.only("member", "happened_on", "minutes", "content__name")
    return members.prefetch_related(Prefetch("deeds", rows, to_attr="service_then"))


def of_year(deeds, *, on):
    """Those of the deeds that were done in the calendar year of the day, up to it."""
    first = periods.year(on).start
    return [deed for deed in deeds if first <= deed.happened_on <= on]
