"""What the branch held this term and what is planned, written down by those who would."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from branch.activities import actions
from branch.activities.models import Attendance, Programme, expected
from branch.core.files import read_picture
from branch.members.models import PartyGroup
from branch.school.models import HeadTeacherPost

from .days import at
from .year import COMMITTEE, FIRST_TERM, MEETING, SECOND_TERM

PICTURES = Path(__file__).parent / "pictures"
GUEST = ("林向晖", "市心理卫生协会")
REASONS = [Attendance.Reason.OFFICIAL, Attendance.Reason.PERSONAL, Attendance.Reason.ILL]
# 班级团辅: how often each class met by the demo's day; 53 in all, four classes not yet
SESSIONS = (3, 3, 2, 3, 0, 3, 2, 3, 3, 2, 3, 3, 0, 3, 2, 3, 3, 0, 3, 2, 3, 2, 0, 2)
TOPICS = ("《情绪的天气》", "《我的支持圈》", "《目标小步走》")
# Places among the members: who leads and who records a group's meeting, counted from the group's own
# place, and who takes turns at hosting what the secretary does not
LEADS, RECORDS = 4, 8
HOSTS = (1, 16, 8, 15, 22, 11, 19)
BY_THE_SECRETARY = (MEETING, COMMITTEE, "组织生活会")
# The Tuesdays of the model year in whose weeks the sessions lie, autumn and spring
AUTUMN_WEEKS, SPRING_WEEKS = ((10, 14), (11, 4), (11, 18)), ((3, 17), (4, 14), (5, 12))
# The class whose session was held but waits for its record
UNRECORDED = 4


def picture(name):
    """One of the demo's own drawings, as a browser would send it."""
    return SimpleUploadedFile(f"{name}.jpg", (PICTURES / f"{name}.jpg").read_bytes())


class TermOfActivities:
    """Plans and logs the activities of the running term, each at a time that fits."""

    def __init__(self, days, now, dice, members):
        self.days, self.now, self.dice, self.members = days, now, dice, members
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
        """The rows of the term the demo's day lies in."""
        return SECOND_TERM if self.is_spring else FIRST_TERM

    def _hold(self, event, place):
        starts_at = at(self.days.of(event.month, event.day), event.clock)
        programme = self.programmes[event.programme]
        group = None if place is None else self.groups[place]
        facts = self._facts(event, starts_at) | self._hands(event, place)
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
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=event.minutes),
            "place": event.place,
            "agenda": event.agenda,
            "hours": Decimal(str(event.hours)),
            "psychology_hours": Decimal(str(event.psychology_hours)),
            "also_counts_as": tuple(self.programmes[name] for name in event.also),
            "speakers": (self.secretary,) if event.speaks else (),
        }

    def _hands(self, event, place):
        """Who hosts and who records: of a group's meeting two of that group."""
        if place is not None:
            lead, record = self.members[place + LEADS], self.members[place + RECORDS]
            return {"host": lead.staff, "recorder": record.staff}
        recorder = None if event.guests else self.recorder
        if event.programme in BY_THE_SECRETARY:
            return {"host": self.secretary, "recorder": recorder}
        self.hosted += 1
        host = self.members[HOSTS[self.hosted % len(HOSTS)]].staff
        return {"host": host, "recorder": recorder}

    def _outcome(self, event, programme, starts_at, group, hands):
        """Who did not come, who took part, and what is left of it in words and pictures."""
        return {
            "summary": event.summary,
            "audience_count": event.guests,
            "absent": self._absent(event, programme, starts_at, group, hands),
            "participants": self._took_part(event.ours, hands["host"]) if programme.is_open else (),
            "new_photos": (read_picture(picture(event.picture)),) if event.picture else (),
        }

    def _absent(self, event, programme, starts_at, group, hands):
        """So many of those awaited, a different few each time, with reasons in turn."""
        awaited = expected(programme, on=timezone.localdate(starts_at), party_group=group)
        needed = {self.secretary, hands["host"], hands["recorder"]}
        people = [row.staff.pk for row in awaited if row.staff not in needed]
        start, self.turn = self.turn, self.turn + event.missing
        return {
            people[(start * 5 + n * 7) % len(people)]: REASONS[(start + n) % len(REASONS)]
            for n in range(event.missing if people else 0)
        }

    def _took_part(self, count, host):
        """The host, and so many of our members in turn that there are `count`."""
        start, self.turn = self.turn, self.turn + count
        others = [member.staff for member in self.members[:-3] if member.staff != host]
        return (host, *(others[(start + n) % len(others)] for n in range(count - 1)))[:count]

    def build_sessions(self, classes, counsellor):
        """班级团辅: a counsellor's record of each, by number of pupils; one still to be written."""
        heads = {
            post.school_class_id: post.staff
            for post in HeadTeacherPost.objects.select_related("staff")
        }
        for n, school_class in enumerate(classes.values()):
            for turn in range(SESSIONS[n]):
                self._session(n, turn, school_class, heads[school_class.pk], counsellor)
        late = list(classes.values())[UNRECORDED]
        self._session(UNRECORDED, 2, late, heads[late.pk], counsellor, is_recorded=False)

    def _session(self, n, turn, school_class, head, counsellor, *, is_recorded=True):
        month, day = (SPRING_WEEKS if self.is_spring else AUTUMN_WEEKS)[turn]
        starts_at = at(self.days.of(month, day) + timedelta(days=n % 3), "15:50")
        if starts_at > self.now:
            return
        facts = {
            "programme": self.programmes["班级团辅"],
            "title": f"{school_class.name_on(self.days.today)}团辅{TOPICS[turn]}",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=45),
            "place": "团队辅导室",
            "host": head,
            "by": counsellor.user,
        }
        if is_recorded:
            pupils = 34 + self.dice.randrange(4)
            actions.log_activity(
                at=self.now, audience_count=pupils, participants=(head, counsellor), **facts
            )
        else:
            actions.plan_activity(at=starts_at - timedelta(days=7), **facts)
