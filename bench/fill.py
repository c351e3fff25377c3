"""Filling the demo school to the size of a large one, or to a tenth of it."""

import random
from dataclasses import dataclass
from datetime import timedelta

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from branch.accounts.models import User
from branch.core.periods import school_year
from branch.core.statistics import analyze
from branch.demo.names import PUPIL_GIVEN, STAFF_GIVEN, SURNAMES
from branch.members.models import Member, MemberStatus, PartyGroup
from branch.members.strokes import strokes_of
from branch.school.models import Enrolment, Family, Guardian, SchoolClass, Staff, Student
from branch.walkins.models import Contact, ContactPairing, Pairing, SupportNeed

from . import articles, families

YEARS, CLASS_SIZE = 14, 48  # those that have left stay on record


@dataclass(frozen=True)
class Size:
    """How many of each kind are added; students are two in a family."""

    name: str
    members: int
    students: int
    contacts: int
    articles: int

    @property
    def classes(self):
        """The number of classes of a year."""
        return self.students // YEARS // CLASS_SIZE + 1


FULL = Size("full", 1_000, 20_000, 200_000, 50_000)
TENTH = Size("tenth", 100, 2_000, 20_000, 5_000)


class Filling:
    """Adds members, students, needs, pairings and contacts as of a day, the same in every run."""

    def __init__(self, size, *, on):
        self.size, self.on = size, on
        self.rng = random.Random(20260901)  # noqa: S311 (the same school in every run)

    def fill(self):
        self.users = self._users()
        self._members()
        self.students, self.current = self._students()
        self._needs()
        self._contacts(self._pairings())
        families.fill(self.current, visits=self.size.contacts // 10, on=self.on)

    def before(self, days):
        return self.on - timedelta(days=days)

    def _names(self, count):
        given = [*PUPIL_GIVEN, *STAFF_GIVEN]
        return [self.rng.choice(SURNAMES) + self.rng.choice(given) for _ in range(count)]

    def _users(self):
        rows = [
            User(username=f"F{n:06}", name=name, password="!")  # noqa: S106 (nobody signs in)
            for n, name in enumerate(self._names(self.size.members))
        ]
        return User.objects.bulk_create(rows)

    def _members(self):
        groups, since = list(PartyGroup.objects.all()), self.before(3000)
        staff = Staff.objects.bulk_create(
            Staff(number=user.username, name=user.name, user=user) for user in self.users
        )
        members = Member.objects.bulk_create(
            Member(
                staff=row,
                group=groups[n % len(groups)],
                joined_on=since,
                regularised_on=self.before(2600),
                surname_strokes=strokes_of(row.name),
            )
            for n, row in enumerate(staff)
        )
        MemberStatus.objects.bulk_create(
            MemberStatus(member=row, kind=MemberStatus.Kind.FULL, from_on=since) for row in members
        )

    def _students(self):
        """(all students, those on the roll), in classes of the last `YEARS` years."""
        this_year, homes = school_year(self.on).start.year, self._homes()
        classes = [
            SchoolClass.objects.get_or_create(entry_year=this_year - back, number=number + 1)[0]
            for back in range(YEARS)
            for number in range(self.size.classes)
        ]
        students = Student.objects.bulk_create(
            Student(number=f"7{n:07}", name=name, family=homes[n // 2])
            for n, name in enumerate(self._names(self.size.students))
        )
        placed = [
            Enrolment(
                student=row,
                school_class=classes[n % len(classes)],
                from_on=school_year(self.on).start.replace(
                    year=classes[n % len(classes)].entry_year
                ),
            )
            for n, row in enumerate(students)
        ]
        Enrolment.objects.bulk_create(placed)
        current = [row.student for row in placed if row.school_class.is_in_school_on(self.on)]
        return students, current

    def _homes(self):
        homes = Family.objects.bulk_create(
            Family(address=f"春晖路 {n} 号") for n in range(self.size.students // 2)
        )
        Guardian.objects.bulk_create(
            Guardian(name=name, relation="母亲", phone=f"{17_000_000_000 + n}", family=home)
            for n, (home, name) in enumerate(zip(homes, self._names(len(homes)), strict=True))
        )
        return homes

    def _needs(self):
        """Three quarters of the roll have an open need; a fifth of all students had one."""
        kinds, by = list(SupportNeed.Kind), self.users[0]
        needy = self.current[: len(self.current) * 3 // 4]
        open_ones = [self._need(row, kinds[n % len(kinds)], by, 600) for n, row in enumerate(needy)]
        closed = [
            self._need(
                row,
                kinds[n % len(kinds)],
                by,
                900,
                until_on=self.before(620),
                close_reason=SupportNeed.CloseReason.MET,
            )
            for n, row in enumerate(self.students[::5])
        ]
        SupportNeed.objects.bulk_create(open_ones + closed)

    def _need(self, student, kind, by, days, **ended):
        source = SupportNeed.RaisedAs.HEAD
        raised_on = self.before(days)
        return SupportNeed(
            student=student, kind=kind, raised_on=raised_on, raised_by=by, raised_as=source, **ended
        )

    def _pairings(self):
        """Half of the roll is paired, each member has ended pairings too, also those of the demo."""

        members = list(Member.objects.select_related("staff").exclude(staff__user=None))
        running = self.current[: len(self.current) // 2]
        ended = {
            "until_on": self.before(620),
            "end_reason": Pairing.EndReason.GOAL_MET,
            "outcome": Pairing.Outcome.DONE,
        }
        rows = [self._pairing(n, row, members, 599) for n, row in enumerate(running)]
        rows += [
            self._pairing(n, row, members, 1500, **ended)
            for n, row in enumerate(self.students[::3])
        ]
        return Pairing.objects.bulk_create(rows)

    def _pairing(self, n, student, members, days, **ended):
        return Pairing(
            member=members[n % len(members)],
            student=student,
            started_on=self.before(days),
            guardian_informed_on=self.before(days),
            started_by=self.users[0],
            **ended,
        )

    def _contacts(self, pairings):
        kinds, count = list(Contact.Kind), self.size.contacts
        for start in range(0, count, 10_000):
            turns = [pairings[n % len(pairings)] for n in range(start, min(start + 10_000, count))]
            contacts = Contact.objects.bulk_create(
                Contact(
                    member=pairing.member,
                    kind=self.rng.choice(kinds),
                    happened_on=self._day_of(pairing),
                    fact="辅导数学作业，约好下周再看。",
                    recorded_by=pairing.member.staff.user,
                )
                for pairing in turns
            )
            ContactPairing.objects.bulk_create(
                ContactPairing(contact=row, pairing=pairing, happened_on=row.happened_on)
                for row, pairing in zip(contacts, turns, strict=True)
            )

    def _day_of(self, pairing):
        last = pairing.until_on or self.on
        return last - timedelta(days=self.rng.randrange((last - pairing.started_on).days))


def fill(name):
    """Build the demo school and fill it to the size of this name, with statistics as `tick` makes them."""
    size = {size.name: size for size in (FULL, TENTH)}[name]
    call_command("migrate", verbosity=0)
    call_command("seed_demo", verbosity=0)
    with transaction.atomic():
        Filling(size, on=timezone.localdate()).fill()
    articles.fill(size.articles)
    analyze()
