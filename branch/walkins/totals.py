"""What the public is told of the three walk-ins: what was done, in the whole school."""

from branch.core.contributions import Total
from branch.core.periods import Period
from branch.school.models import SchoolClass

from .classes.models import ClassPosting, ClassSession
from .families.models import FamilyNeed, HomeVisit
from .students.models import Contact, Pairing

Outcome = FamilyNeed.Outcome
HELPED = [value for value in Outcome.values if value not in (Outcome.DECLINED, Outcome.MISTAKEN)]


class Pairs(Total):
    key, label, unit, order = "walkins.pairs", "走进学生", "对结对", 10
    walk_in, is_main, is_level = "student", True, True

    def count(self, *, since, until):
        return Pairing.objects.with_member_in_school_on(until).count()


class Contacts(Total):
    key, label, unit, order = "walkins.contacts", "开展帮扶", "次", 20
    walk_in = "student"

    def count(self, *, since, until):
        return Contact.objects.filter(happened_on__range=(since, until)).count()


class LinkedClasses(Total):
    key, label, unit, order = "walkins.linked_classes", "走进班级", "个班有联系党员", 30
    walk_in, is_main, is_level = "class", True, True

    def count(self, *, since, until):
        linked = ClassPosting.objects.with_member_in_school_on(until).values("school_class")
        return SchoolClass.objects.in_school_on(until).filter(pk__in=linked).count()


class Sessions(Total):
    key, label, unit, order = "walkins.sessions", "开展班级团辅", "次", 40
    walk_in = "class"

    def count(self, *, since, until):
        return ClassSession.objects.done().within(Period(since, until, "")).count()


class Visits(Total):
    key, label, unit, order = "walkins.visits", "走进家庭", "户次走访", 50
    walk_in, is_main = "family", True

    def count(self, *, since, until):
        made = HomeVisit.objects.counted(with_phone=False)
        return made.filter(happened_on__range=(since, until)).count()


class NeedsClosed(Total):
    key, label, unit, order = "walkins.needs_closed", "协助解决困难", "件", 60
    walk_in = "family"

    def count(self, *, since, until):
        closed = FamilyNeed.objects.filter(outcome__in=HELPED)
        return closed.filter(closed_on__range=(since, until)).count()
