"""The activities of the demo's term: past ones recorded, later ones planned."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from branch.activities import actions
from branch.activities.models import ActivityPhoto, Attendance, Programme, expected
from branch.core.files import read_picture, stored
from branch.members.models import PartyGroup

from .days import at
from .event import COMMITTEE, LECTURE, MEETING, PARENTS
from .first_term import FIRST_TERM, POST_TRAINING
from .second_term import SECOND_TERM

PICTURES = Path(__file__).parent / "pictures"
GUEST = ("林向晖", "市心理卫生协会")
REASONS = [Attendance.Reason.OFFICIAL, Attendance.Reason.PERSONAL, Attendance.Reason.ILL]
# Indexes in the members: host and recorder of a group's meeting are the group's index plus these;
# `HOSTS` take turns at hosting what the secretary does not
HOST_OFFSET, RECORDER_OFFSET = 4, 8
HOSTS = (1, 16, 8, 15, 22, 11, 19)
BY_THE_SECRETARY = (MEETING, COMMITTEE, "组织生活会")


def picture(name):
    """A picture of the demo as an upload."""
    return SimpleUploadedFile(f"{name}.jpg", (PICTURES / f"{name}.jpg").read_bytes())


class TermOfActivities:
    """Plans and records the activities of the current term."""

    def __init__(self, days, now, rng, members):
        self.days, self.now, self.rng, self.members = days, now, rng, members
        self.secretary = members[0].staff
        self.recorder = members[14].staff
        self.programmes = {row.name: row for row in Programme.objects.all()}
        self.groups = list(PartyGroup.objects.all())
        self.turn = self.hosted = 0

    def build(self):
        for event in self._events():
            for group in event.groups or (None,):
                self._hold(event, group)

    @property
    def is_spring(self):
        return 2 <= self.days.today.month <= 7

    def _events(self):
        """The events of the current term, and in spring the training of head teachers before the year."""
        return (*SECOND_TERM, POST_TRAINING) if self.is_spring else FIRST_TERM

    def _hold(self, event, index):
        starts_at = at(self.days.of(event.month, event.day), event.clock)
        programme = self.programmes[event.programme]
        group = None if index is None else self.groups[index]
        facts = self._facts(event, starts_at) | self._people(event, index)
        if event.programme == LECTURE:
            facts["speakers"] = (facts["host"],)
        if starts_at > self.now:
            return actions.plan_activity(
                programme=programme,
                party_group=group,
                at=self.now,
                by=self.secretary.user,
                **facts,
            )
        facts |= self._outcome(event, programme, starts_at, group, facts)
        return actions.log_activity(
            programme=programme,
            party_group=group,
            at=self.now,
            by=self.secretary.user,
            **facts,
        )

    def _facts(self, event, starts_at):
        guest = {}
        if event.programme == "专题报告":
            guest = {"guest_name": GUEST[0], "guest_affiliation": GUEST[1]}
        return guest | {
            "title": event.title,
            "format": event.format if event.programme == PARENTS else "",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=event.minutes),
            "place": event.place,
            "agenda": event.agenda,
            "hours": Decimal(str(event.hours)),
            "psychology_hours": Decimal(str(event.psychology_hours)),
            "also_counts_as": tuple(self.programmes[name] for name in event.also),
            "speakers": (self.secretary,) if event.speaks else (),
        }

    def _people(self, event, index):
        """Host and recorder; of a group's meeting two members of the group."""
        if index is not None:
            host, recorder = (
                self.members[index + HOST_OFFSET],
                self.members[index + RECORDER_OFFSET],
            )
            return {"host": host.staff, "recorder": recorder.staff}
        recorder = None if event.guests else self.recorder
        if event.programme in BY_THE_SECRETARY:
            return {"host": self.secretary, "recorder": recorder}
        self.hosted += 1
        host = self.members[HOSTS[self.hosted % len(HOSTS)]].staff
        return {"host": host, "recorder": recorder}

    def _outcome(self, event, programme, starts_at, group, leaders):
        """The record of a past event: absences, participants, summary and photos."""
        return {
            "summary": event.summary,
            "audience_count": event.guests,
            "absent": self._absent(event, programme, starts_at, group, leaders),
            "participants": self._participants(event, leaders["host"]) if programme.is_open else (),
            "new_photos": self._photos(event),
        }

    def _photos(self, event):
        if not event.picture:
            return ()
        return (stored(ActivityPhoto, read_picture(picture(event.picture))),)

    def _absent(self, event, programme, starts_at, group, leaders):
        """{staff: reason} of as many expected members as the event says, different ones each time."""
        members = expected(programme, on=timezone.localdate(starts_at), party_group=group)
        needed = {self.secretary, leaders["host"], leaders["recorder"]}
        people = [row.staff.pk for row in members if row.staff not in needed]
        start, self.turn = self.turn, self.turn + event.missing
        turns = [
            people[(start * 5 + n * 7) % len(people)] for n in range(event.missing if people else 0)
        ]
        away = [self.members[n].staff.pk for n in event.away]
        absent = list(dict.fromkeys([*away, *turns]))[: event.missing]
        return {pk: REASONS[(start + n) % len(REASONS)] for n, pk in enumerate(absent)}

    def _participants(self, event, host):
        """As many people as the event says: the host, and those named or else members in turn."""
        start, self.turn = self.turn, self.turn + event.ours
        if event.trained:
            return tuple(dict.fromkeys([host, *(self.members[n].staff for n in event.trained)]))
        others = [member.staff for member in self.members[:-3] if member.staff != host]
        turns = (others[(start + n) % len(others)] for n in range(event.ours - 1))
        return (host, *turns)[: event.ours]
