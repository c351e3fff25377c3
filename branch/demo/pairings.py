"""The needs, pairings and contacts of the demo's term."""

from dataclasses import dataclass
from datetime import timedelta

from branch.coverage.actions import record_excuse
from branch.members.models import Member
from branch.school.models import Enrolment, HeadTeacherPost, SchoolClass, Student
from branch.walkins.actions import end_pairing, raise_need, record_contact, start_pairing
from branch.walkins.models import Contact, Pairing, SupportNeed, contact_horizon
from branch.walkins.proposals import Mode

from .members import AWAY, NEWCOMER, PROBATIONER
from .school import HEAD_CLASS

# grade → students with an open need in each of its classes; 94 in all
NEEDS = {
    1: (4, 3, 5, 4, 4, 4, 3, 4),
    2: (5, 4, 6, 3, 4, 5, 5, 3),
    3: (4, 3, 3, 4, 4, 3, 4, 3),
}
# class → students among them who have no pairing yet; 8 in all
WAITING = {(1, 5): 1, HEAD_CLASS: 4, (2, 6): 1, (3, 4): 2}
# Index of the demo user "member", and the classes of their three students
MEMBER, MEMBER_CLASSES = 2, (HEAD_CLASS, HEAD_CLASS, (1, 5))
# Pairings whose last contact is overdue; of `ON_LEAVE_COUNT` of them the student is on leave
LATE_COUNT, ON_LEAVE_COUNT = 15, 3
ENDED_COUNT = 3
CONTACT_EVERY = 23  # days
KINDS = list(SupportNeed.Kind)
FACTS = {
    Contact.Kind.CARE: ["聊了这周的班级活动", "问了近来的作息", "谈了和同学相处的事", ""],
    Contact.Kind.TUTORING: ["一起订正了数学错题", "讲了两篇课文的读法", "定了期末复习的顺序", ""],
    Contact.Kind.AID: ["说明了资助申请的办法", ""],
}
CONTACT_KINDS = [Contact.Kind.CARE] * 5 + [Contact.Kind.TUTORING] * 4 + [Contact.Kind.AID]
PLANS = ["聊聊期末复习安排", "带上错题本", "问问社团活动", ""]


@dataclass(frozen=True)
class Place:
    """A student with a need, their class, and whether they wait for a pairing."""

    student: Student
    key: tuple
    school_class: SchoolClass
    waits: bool


@dataclass(frozen=True)
class Match:
    """A pairing to create: the member, the student, and whether its last contact is overdue."""

    member: Member
    place: Place
    is_late: bool = False


class PairingsOfTheTerm:
    """Raises needs, starts pairings and records their contacts."""

    def __init__(self, days, rng, members, classes, counsellor):
        self.days, self.rng, self.members, self.classes = days, rng, members, classes
        self.committee, self.counsellor = members[1].staff.user, counsellor
        posts = HeadTeacherPost.objects.select_related("staff__user")
        self.heads = {post.school_class_id: post.staff.user for post in posts}
        self.horizon = contact_horizon(days.today)

    def build(self):
        places = [place for key in self.classes for place in self._places(key)]
        for n, place in enumerate(place for place in places if place.waits):
            self._raise(n, place, self.days.before(12 + 5 * n))
        matches = self._matches([place for place in places if not place.waits])
        pairings = [self._pair(n, match) for n, match in enumerate(matches)]
        late = [pairing for pairing, match in zip(pairings, matches, strict=True) if match.is_late]
        for pairing in late[-ON_LEAVE_COUNT:]:
            self._excuse(pairing)
        for n in range(ENDED_COUNT):
            self._end_one(n)
        return pairings

    def _places(self, key):
        grade, number = key
        count = NEEDS[grade][number - 1]
        students = self._pupils(key)[:count]
        first_waiting = count - WAITING.get(key, 0)
        return [
            Place(student, key, self.classes[key], n >= first_waiting)
            for n, student in enumerate(students)
        ]

    def _pupils(self, key):
        enrolled = Student.objects.filter(
            pk__in=Enrolment.objects.filter(school_class=self.classes[key]).values("student")
        )
        return list(enrolled.order_by("number"))

    def _matches(self, places):
        """The pairings to create: three of the demo user "member", up to three of each other member."""
        matches = []
        for n, key in enumerate(MEMBER_CLASSES):
            place = next(place for place in places if place.key == key)
            places.remove(place)
            matches.append(Match(self.members[MEMBER], place, is_late=n == 0))
        members = self._members_in_turn(len(places))
        for place in places:
            may_be_late = place.key[0] > 1 and members[0] is not self.members[PROBATIONER]
            late = sum(match.is_late for match in matches) < LATE_COUNT
            matches.append(
                Match(members.pop(0), place, is_late=may_be_late and late and not len(matches) % 3)
            )
        return matches

    def _members_in_turn(self, count):
        """Members in turn, each up to three times; the one on leave once."""
        others = [
            member for n, member in enumerate(self.members) if n not in (MEMBER, AWAY, NEWCOMER)
        ]
        return [self.members[AWAY], *others, *others, *others][:count]

    def _raise(self, n, place, day):
        by = self.counsellor if n % 3 == 0 else self.heads[place.school_class.pk]
        return raise_need(student=place.student, kind=KINDS[n % len(KINDS)], on=day, by=by)

    def _pair(self, n, match):
        contacts = self._contact_days(n, match)
        started_on = contacts[0] - timedelta(days=4)
        self._raise(n, match.place, started_on - timedelta(days=7))
        pairing = self._start(match.member, match.place.student, started_on)
        for day in contacts:
            self._contact(pairing, day)
        return pairing

    def _start(self, member, student, day):
        return start_pairing(
            student=student,
            member=member,
            started_on=day,
            guardian_informed_on=day - timedelta(days=1),
            guardian_mode=Mode.PHONE,
            student_agreed_on=day,
            on=self.days.today,
            by=self.committee,
        )

    def _contact_days(self, n, match):
        """The days of contacts, oldest first: one about every three weeks since the term began."""
        if match.is_late:
            return [self.days.midweek(self.horizon - timedelta(days=1 + 5 * (n % 5)))]
        newest = self.days.midweek(self.days.before(1 + n % 9))
        first = max(self.days.entered(1) + timedelta(days=10), self.horizon - timedelta(days=40))
        found = [newest]
        while (day := self.days.midweek(found[-1] - timedelta(days=CONTACT_EVERY))) > first:
            found.append(day)
        return found[::-1]

    def _contact(self, pairing, day):
        kind = self.rng.choice(CONTACT_KINDS)
        is_away = pairing.member == self.members[AWAY]
        mode = Contact.Mode.PHONE if is_away or self.rng.random() < 0.2 else Contact.Mode.FACE
        record_contact(
            pairings=[pairing],
            kind=kind,
            happened_on=day,
            on=self.days.today,
            by=pairing.member.staff.user,
            mode=mode,
            minutes=self.rng.choice((10, 15) if mode == Contact.Mode.PHONE else (20, 20, 30, 40)),
            fact=self.rng.choice(FACTS[kind]),
            next_plan=self.rng.choice(PLANS),
            next_on=self.rng.choice((None, None, day + timedelta(days=14))),
        )

    def _excuse(self, pairing):
        """Excuse a pairing from contacts, as its student is on leave."""
        record_excuse(
            duty_key="walkins.contact",
            subject=pairing,
            reason="学生请假离校",
            from_on=self.days.before(20),
            until_on=self.days.today + timedelta(days=25),
            by=self.committee,
        )

    def _end_one(self, n):
        """Build a pairing that ended because its goal was met."""
        key = (2, n + 4)
        student = self._pupils(key)[-1]
        place = Place(student, key, self.classes[key], waits=False)
        day = self.days.midweek(self.days.before(70))
        self._raise(n, place, day - timedelta(days=7))
        pairing = self._start(self.members[3 + n], student, day)
        self._contact(pairing, day + timedelta(days=1))
        end_pairing(
            pairing,
            on=self.days.before(14 + n),
            reason=Pairing.EndReason.GOAL_MET,
            outcome=Pairing.Outcome.DONE,
            version=pairing.version,
            by=self.committee,
        )
