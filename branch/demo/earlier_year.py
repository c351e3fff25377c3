"""The pairings of the school year before: of the grade that graduated, and others that ended or go on.

Built last, in bulk and with random numbers of its own, so that the rest of the demo stays as it is.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from branch.core.dated import ONE_DAY
from branch.members.models import Member
from branch.school.actions import deal_roll_numbers
from branch.school.models import (
    Enrolment,
    HeadTeacherPost,
    SchoolClass,
    Student,
    Term,
)
from branch.walkins.models import Pairing, SupportNeed
from branch.walkins.proposals import Mode

from .history import ContactDays, store_contacts
from .names import PUPIL_GIVEN, gender_of
from .pairings import KINDS, MEMBER, NEEDS
from .school import CLASSES_PER_GRADE, PUPIL_NUMBER

# with the 28 pupils who graduated 86 pairings at a time
ENDED_COUNT, CONTINUED_A_GRADE = 28, 15
# the number of the first who graduated, far from those of the pupils and of the rosters
FIRST_GRADUATE = 1001
DONE, HANDED_OVER, PAUSED = Pairing.Outcome
MET, LEFT = SupportNeed.CloseReason.MET, SupportNeed.CloseReason.LEFT


@dataclass(frozen=True)
class Ending:
    """How a pairing ended, and when its student's need did, each by month and day of the second half of the year."""

    on: tuple
    reason: str = Pairing.EndReason.GOAL_MET
    outcome: str = DONE
    need_until: tuple | None = None
    need_reason: str = MET


GRADUATED = Ending((6, 16), Pairing.EndReason.GRADUATED, need_reason=LEFT)
HANDOVER = Ending((3, 11), Pairing.EndReason.MEMBER_MOVED, HANDED_OVER, (6, 24))
# in turn
ENDINGS = (
    Ending((6, 24)),
    Ending((6, 25)),
    Ending((1, 14)),
    Ending((6, 24)),
    Ending((4, 15), Pairing.EndReason.ON_REQUEST),
    Ending((6, 23)),
    Ending((6, 25)),
    Ending((5, 20)),
    Ending((6, 24)),
    Ending((4, 22), Pairing.EndReason.OTHER, PAUSED, (6, 24)),
    Ending((6, 25)),
    HANDOVER,
    Ending((6, 23)),
)


class EarlierYear:
    """Adds the pairings of the school year before to a demo that is complete without them."""

    def __init__(self, days, rng, names, members, classes, *, counsellor):
        self.days, self.rng, self.names = days, rng, names
        self.members, self.classes = members, classes
        self.committee, self.counsellor = members[1].staff.user, counsellor
        self.year = days.first_year - 1
        self.first = date(self.year, 9, 1)
        self.contact_days = ContactDays(self.first, days.today, self.rng)

    def build(self):
        graduates = self._graduates()
        for term in Term.objects.filter(first_year=self.year).order_by("number"):
            deal_roll_numbers(on=term.starts_on, rng=self.rng)
        self.heads = HeadTeacherPost.objects.by_class_on(self.first)
        ended = self._pupils_without_need()
        days_of = self._continue()
        self.turns = self._members_in_turn(days_of)
        endings = [GRADUATED] * len(graduates)
        endings += [ENDINGS[n % len(ENDINGS)] for n in range(len(ended))]
        for pairing in self._end([*graduates, *ended], endings):
            until = pairing.until_on
            days_of[pairing] = self.contact_days.between(pairing.started_on, until)
        return store_contacts(days_of, self.rng)

    def _day(self, month, day):
        return date(self.year if month >= 9 else self.year + 1, month, day)

    def _started(self, n):
        """The first day of the n-th pairing, in the second to fourth week of term."""
        return self.days.midweek(self._day(9, 10) + timedelta(days=n % 15))

    def _graduates(self):
        """Those paired of the grade that left in the summer."""
        entered = date(self.year - 2, 9, 1)
        seats = [row for row in self._classes(entered) for _ in range(NEEDS[3][row.number - 1])]
        students = Student.objects.bulk_create(
            Student(
                number=PUPIL_NUMBER.format(FIRST_GRADUATE + n),
                name=name,
                gender=gender_of(name, self.rng),
                born_on=date(entered.year - 13, 9, 1) + timedelta(days=n * 37 % 365),
            )
            for n in range(len(seats))
            for name in [self.names.draw(PUPIL_GIVEN)]
        )
        Enrolment.objects.bulk_create(
            Enrolment(student=student, school_class=row, from_on=entered)
            for student, row in zip(students, seats, strict=True)
        )
        return students

    def _classes(self, entered):
        """The classes that left; their head teachers have a class of 初一 now."""
        classes = SchoolClass.objects.bulk_create(
            SchoolClass(entry_year=entered.year, number=n + 1) for n in range(CLASSES_PER_GRADE)
        )
        heads = HeadTeacherPost.objects.by_class_on(self.days.today)
        HeadTeacherPost.objects.bulk_create(
            HeadTeacherPost(
                staff=heads[self.classes[1, row.number].pk],
                school_class=row,
                from_on=entered,
                until_on=self._day(8, 31),
            )
            for row in classes
        )
        return classes

    def _pupils_without_need(self):
        """Pupils of the two upper grades who have no need and are no child of a colleague."""
        rows = Student.objects.on_roll_on(self.days.today).on_roll_with_class_on(self.first)
        rows = rows.exclude(pk__in=SupportNeed.objects.values("student"))
        rows = rows.exclude(family__guardians__staff__isnull=False)
        rows = list(rows.in_class_order())
        return rows[:: len(rows) // ENDED_COUNT][:ENDED_COUNT]

    def _continue(self):
        """Let some of the pairings of the term begin a year earlier; {pairing: the days of its contacts until then}."""
        today = self.days.today
        running = Pairing.objects.active().exclude(pk__in=Pairing.objects.overdue_on(today))
        running = running.exclude(member=self.members[MEMBER]).with_class_on(today)
        here = Member.objects.active_on(self.first)
        running = running.filter(member__in=here).select_related("member__staff__user")
        days_of = {}
        for grade in (2, 3):
            rows = running.filter(entry_year=self.days.entered(grade).year).order_by("pk")
            for pairing in rows[:CONTINUED_A_GRADE]:
                days_of[pairing] = self._begin_earlier(pairing, len(days_of))
        return days_of

    def _begin_earlier(self, pairing, n):
        started_on, next_on = self._started(n), pairing.shares.earliest("happened_on").happened_on
        pairing.student.needs.update(raised_on=started_on - timedelta(days=7))
        Pairing.objects.filter(pk=pairing.pk).update(
            started_on=started_on,
            guardian_informed_on=started_on - ONE_DAY,
            student_agreed_on=started_on,
        )
        return self.contact_days.between(started_on, next_on - timedelta(days=21))

    def _members_in_turn(self, taken):
        """Yield the members of the branch of that year, those with the fewest pairings first."""
        here = set(Member.objects.active_on(self.first).values_list("pk", flat=True))
        members = [member for member in self.members if member.pk in here]
        counts = Counter(pairing.member for pairing in taken)
        while True:
            member = min(members, key=lambda member: counts[member])
            counts[member] += 1
            yield member

    def _end(self, students, endings):
        """The needs and pairings of these students, which have ended; one that was handed over has a second."""
        enrolled = Enrolment.objects.active_on(self.first).filter(student__in=students)
        class_of = dict(enrolled.values_list("student", "school_class"))
        needs, pairings = [], []
        for n, (student, ending) in enumerate(zip(students, endings, strict=True)):
            started_on = self._started(n)
            head = self.heads[class_of[student.pk]].user
            needs.append(self._need(n, student, ending, head, started_on - timedelta(days=7)))
            pairings.append(self._pairing(student, ending, started_on))
            if ending is HANDOVER:
                after = Ending(ending.need_until)
                pairings.append(self._pairing(student, after, self._day(*ending.on) + ONE_DAY))
        SupportNeed.objects.bulk_create(needs)
        return Pairing.objects.bulk_create(pairings)

    def _need(self, n, student, ending, head, day):
        """Raised by the head teacher, each third by the counsellor."""
        by = head if n % 3 else None
        raised = SupportNeed.RaisedAs
        return SupportNeed(
            student=student,
            kind=KINDS[n % len(KINDS)],
            raised_on=day,
            raised_by=by or self.counsellor,
            raised_as=raised.HEAD if by else raised.SCHOOL,
            until_on=self._day(*(ending.need_until or ending.on)),
            close_reason=ending.need_reason,
        )

    def _pairing(self, student, ending, day):
        return Pairing(
            student=student,
            member=next(self.turns),
            started_on=day,
            guardian_informed_on=day - ONE_DAY,
            guardian_mode=Mode.PHONE,
            student_agreed_on=day,
            started_by=self.committee,
            until_on=self._day(*ending.on),
            end_reason=ending.reason,
            outcome=ending.outcome,
        )
