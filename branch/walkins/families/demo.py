"""Families of the fictional school: the confirmed list, pairings, visits of two school years, a campaign."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from branch.core.contributions import DemoPart
from branch.core.periods import school_year
from branch.rosters import actions
from branch.school.models import HeadTeacherPost
from branch.walkins.students.models import Pairing

from .actions import (
    plan_visit,
    record_batch,
    record_visit,
    start_family_pairing,
    write_visit_note,
)
from .models import FamilyHardship, HomeVisit, VisitCampaign

HARDSHIP_COUNT, UNPAIRED_COUNT = 41, 2
# of the hardship families in the running term: visited at home, online, and planned
VISITED_HOME, VISITED_ONLINE, PLANNED = 26, 3, 5
# which of these the demo users join (member, committee, secretary, head and counsellor); the secretary plans the second
GOING_ALONG = {1: (2,), 2: (1,), 3: (0,), 4: (3, 4)}
# every so manieth pupil of a class is of the list
SPREAD = 19
# of a class, visited by its head teacher since September: three of five
VISITED_OF_CLASS = 3, 5
MODES = (HomeVisit.Mode.HOME, HomeVisit.Mode.PHONE, HomeVisit.Mode.ONLINE)
# a line of the further list: nobody has this 学号
UNKNOWN = "00-9901,骆一川"
FACTS = ("看了学习的地方，聊了作息。", "聊了放学后的安排。", "和家长说了近来在校的情况。", "")
ADVICE = ("希望晚上有自习的地方。", "", "", "")
TOPICS = (("none",), ("place",), ("care",), ("supplies",), ())
MOTHER_SAYS = (
    "妈妈说孩子夜里常醒，怕在班里被问起爸爸。约好周三中午来找我，不在班里提。\n\n"
    "愿意和心理教师谈一次，时间由她来定。"
)


class Families(DemoPart):
    """Built by actions; the list itself is what the school's aid office confirmed."""

    key, title = "walkins.families", "困难家庭、家访"

    def build(self, school):
        self.school, self.today = school, school.today
        self.year = school_year(school.today).start
        self.committee = school.members[1].staff.user
        self.hardship = self._confirm()
        self._pair()
        self._visit_classes()
        self._visit_last_year()
        self._visit_this_term()
        VisitCampaign.objects.create(
            from_on=self.year,
            until_on=self.year.replace(year=self.year.year + 1, month=1, day=30),
            audience=VisitCampaign.Audience.HARDSHIP,
        )

    def _confirm(self):
        """The students of the list of both school years, first one of the demo user "member"."""
        own = Pairing.objects.active().filter(member=self.school.members[2])
        late = own.overdue_on(self.today).values("student")
        first = own.exclude(student__in=late).order_by("pk").first()
        needy = set(Pairing.objects.values_list("student", flat=True))
        others = [row for row in self.school.students[::SPREAD] if row.pk not in needy]
        found = [first.student, *others][:HARDSHIP_COUNT]
        FamilyHardship.objects.bulk_create(
            FamilyHardship(student=student, first_year=self.year.year - 1) for student in found
        )
        self._import(found)
        return found

    def _import(self, students):
        """Import the list of the running school year, as the committee does; a further one waits to be confirmed."""
        batch = self._check("认定名单.csv", students)
        batch = actions.begin_import(batch, skip_errors=False, by=self.committee)
        while batch.state == batch.State.WRITING:
            at = self.school.now
            batch = actions.advance(batch, on=self.today, at=at, by=self.committee)
        self._check("认定名单（补充）.csv", [*students, *self.school.students[5:7]], UNKNOWN)

    def _check(self, name, students, *others):
        lines = ["学号,姓名", *(f"{student.number},{student}" for student in students), *others]
        batch = actions.receive_file(
            kind="hardship",
            file_name=name,
            content="\n".join(lines).encode(),
            effective_on=self.year,
            by=self.committee,
        )
        return actions.check_batch(batch, on=self.today)

    def _pair(self):
        """Pair the families with the members in turn; the first is the demo user "member"."""
        started = self._day(max(0, min(70, (self.today - self.year).days)))
        members = [self.school.members[2], *self.school.members[3:26]]
        self.member_of = {}
        for n, student in enumerate(self.hardship[:-UNPAIRED_COUNT]):
            member = members[n % len(members)]
            if student.is_child_of(member.staff):
                continue
            self.member_of[student] = member
            start_family_pairing(
                family=student.family,
                member=member,
                started_on=started,
                agreed_on=started,
                agreed_by=("mother", "father", "grandparent")[n % 3],
                on=self.today,
                by=self.committee,
            )

    def _day(self, back):
        """The day so many days ago, but in this school year."""
        return max(self.year, self.today - timedelta(days=back))

    def _visit_classes(self):
        """普访 by the head teachers: of last year all of the class, of this year three of five."""
        heads = HeadTeacherPost.objects.by_class_on(self.today)
        spared = {student.pk for student in self.hardship}
        spared |= set(Pairing.objects.values_list("student", flat=True))
        for n, ((grade, _), school_class) in enumerate(self.school.classes.items()):
            enrolments = school_class.enrolments.active_on(self.today).select_related("student")
            pupils = [
                enrolment.student
                for enrolment in enrolments.order_by("pk")
                if enrolment.student_id not in spared
            ]
            head = heads[school_class.pk]
            if grade > 1:
                self._visit_class(head, pupils, self.year - timedelta(days=300 - n))
            few, many = VISITED_OF_CLASS
            self._visit_class(head, pupils[: len(pupils) * few // many], self._day(60 - n))

    def _visit_class(self, head, pupils, day):
        for mode, rows in zip(MODES, (pupils[::2], pupils[1::4], pupils[3::4]), strict=True):
            if rows and head.user:
                record_batch(
                    students=rows,
                    visitor=head,
                    happened_on=min(day, self.today),
                    mode=mode,
                    on=self.today,
                    by=self.committee,
                )

    def _visit_last_year(self):
        """千名党员访万家 of the last school year: autumn, winter holidays, spring, summer holidays."""
        rows = [row for row in self.hardship if row.enrolments.filter(from_on__lt=self.year)]
        for round_, (back, count) in enumerate(((310, 14), (213, 41), (129, 16), (17, 33))):
            for n, student in enumerate(rows[:count]):
                self._visit(n + 3 * round_, student, self.year - timedelta(days=back), "home")

    def _visit_this_term(self):
        """Of the families of the list 26 visited at home, 3 online, 5 planned, the others neither."""
        made = VISITED_HOME + VISITED_ONLINE
        for n, student in enumerate(self.hardship[:made]):
            mode = "home" if n < VISITED_HOME else "online"
            visit = self._visit(n, student, self._day(10 + n), mode)
            if n == 0:
                self._write_note(visit)
        saturday = self.today + timedelta(days=(5 - self.today.weekday()) % 7 or 7)
        for n, student in enumerate([self.hardship[0], *self.hardship[made : made + PLANNED]]):
            plan_visit(
                student=student,
                visitor=self._visitor(n, student),
                companions=[self.school.staff[index] for index in GOING_ALONG.get(n, ())],
                happened_on=saturday + timedelta(days=7 * (n % 2)),
                at_time=time(9 + n % 3, 30),
                on=self.today,
                by=self.school.staff[0].user if n == 2 else self.committee,
            )

    def _visitor(self, n, student):
        member = self.member_of.get(student) or self.school.members[3 + n % 20]
        return member.staff

    def _visit(self, n, student, day, mode):
        visitor = self._visitor(n, student)
        companion = self.school.members[(7 * n + 5) % 30].staff
        return record_visit(
            student=student,
            visitor=visitor,
            companions=[companion] if companion != visitor else [],
            happened_on=day,
            mode=mode,
            present=[("mother", "father", "grandparent")[n % 3]],
            fact=FACTS[n % len(FACTS)],
            advice=ADVICE[n % len(ADVICE)],
            topics=list(TOPICS[n % len(TOPICS)]),
            on=self.today,
            by=self.committee,
        )

    def _write_note(self, visit):
        evening = timezone.make_aware(datetime.combine(visit.happened_on, time(17, 5)))
        write_visit_note(visit, text=MOTHER_SAYS, on=self.today, at=evening, by=visit.visitor.user)
