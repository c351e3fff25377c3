"""What stands of the pupils some rows name: read in a few queries, however many rows there are."""

from dataclasses import dataclass, field

from django.db.models import Q

from branch.school.models import Enrolment, Family, Guardian, Staff, Student

from .fields import Classes
from .heads import Posts


@dataclass(eq=False)
class Household:
    """A family with everybody in it, as a plan sees it."""

    family: Family
    guardians: list = field(default_factory=list)
    children: list = field(default_factory=list)


class Roll:
    """The pupils, classes and households a plan starts from; the plan keeps them up to date."""

    def __init__(self, lines, *, on, effective_on):
        values = [line.values for line in lines]
        phones = {phone for one in values for _, _, phone in one["guardians"] if phone}
        self.classes = Classes({tuple(one["school_class"]) for one in values})
        self.students, self.namesakes = self._students(values)
        self.enrolments = self._enrolments()
        self.with_a_roll = self._classes_with_a_roll(on)
        self.homes, self.by_guardian = {}, {}
        self._settle(phones)
        staff = Staff.objects.working_on(on).filter(phone__in=phones)
        self.staff = {(row.name, row.phone): row for row in staff}

        self.colleagues = self._colleagues({one["head"] for one in values if one.get("head")}, on)
        known = [row.pk for row in self.classes.known.values()] if self.colleagues else []
        self.posts = Posts(known, on=on, effective_on=effective_on)

    @staticmethod
    def _colleagues(said, on):
        """{name or number: those who work here and answer to it}"""
        found = {}
        named = Q(name__in=said) | Q(number__in=said)
        for row in Staff.objects.working_on(on).filter(named) if said else ():
            for key in {row.name, row.number} & said:
                found.setdefault(key, []).append(row)
        return found

    def home_of(self, student):
        return self.homes.get(student.family_id) if student else None

    @staticmethod
    def _students(values):
        """({number: pupil} of the numbers that rows name, {name: pupils who have it})"""
        numbers, names = {one["number"] for one in values}, {one["name"] for one in values}
        rows = Student.objects.filter(Q(number__in=numbers) | Q(name__in=names))
        by_number, by_name = {}, {}
        for row in rows.select_related("family"):
            by_name.setdefault(row.name, []).append(row)
            if row.number in numbers:
                by_number[row.number] = row
        return by_number, by_name

    def _enrolments(self):
        """The newest enrolment of each pupil."""
        rows = Enrolment.objects.filter(student__in=[row.pk for row in self.students.values()])
        rows = rows.select_related("school_class").order_by("from_on")
        return {row.student_id: row for row in rows}

    def _classes_with_a_roll(self, on):
        known = [row.pk for row in self.classes.known.values()]
        rows = Enrolment.objects.active_on(on).filter(school_class__in=known)
        return set(rows.values_list("school_class", flat=True).distinct())

    def _settle(self, phones):
        """Everybody of the families whose children or whose guardians the rows name."""
        met = {row.family_id for row in self.students.values()} - {None}
        met |= set(Guardian.objects.filter(phone__in=phones).values_list("family", flat=True))
        for family in Family.objects.filter(pk__in=met):
            self.homes[family.pk] = Household(family)
        for row in Guardian.objects.filter(family__in=met).select_related("family", "staff"):
            home = self.homes[row.family_id]
            home.guardians.append(row)
            self.by_guardian[row.name, row.phone] = home
        for row in Student.objects.filter(family__in=met).select_related("family"):
            self.homes[row.family_id].children.append(self.students.get(row.number, row))
