"""The search for a person among 20,000 students."""

import random
from dataclasses import dataclass
from datetime import date
from statistics import median
from time import perf_counter

from django.db import transaction

from branch.accounts.models import User
from branch.demo.names import PUPIL_GIVEN, SURNAMES
from branch.portal.people import LIMIT
from branch.school.models import Enrolment, SchoolClass, Student
from branch.walkins.search import students_known_to

COUNT = 20_000
ON = date(2026, 11, 24)
QUERIES = (
    ("a whole name", "曾小明"),
    ("initials", "zxm"),
    ("two letters", "zh"),
    ("a number", "9731"),
)


def fill(count=COUNT):
    """Store `count` students in the demo school's classes, one of them a 曾小明."""
    rng = random.Random(20260901)  # noqa: S311 (the same names in every run)
    surnames, classes = list(SURNAMES), list(SchoolClass.objects.all())
    with transaction.atomic():
        students = Student.objects.bulk_create(
            Student(number=f"9{n:07}", name=_name(n, rng, surnames)) for n in range(count)
        )
        Enrolment.objects.bulk_create(
            Enrolment(student=row, school_class=classes[n % len(classes)], from_on=date(2020, 9, 1))
            for n, row in enumerate(students)
        )


def _name(n, rng, surnames):
    return rng.choice(surnames) + rng.choice(PUPIL_GIVEN) if n else "曾小明"


@dataclass
class Finding:
    """The time of a query, and of a plain LIKE over the names of the same rows."""

    query: str
    milliseconds: float
    scan_milliseconds: float

    @property
    def share(self):
        return self.milliseconds / self.scan_milliseconds


def findings():
    user = User.objects.get(username="committee")
    scan = _cost(lambda: Student.objects.filter(name__contains="小明").order_by("number"))
    known = students_known_to(user, on=ON)
    return [
        Finding(query, _cost(lambda typed=typed: known.matching(typed).nearest_first()), scan)
        for query, typed in QUERIES
    ]


def _cost(rows, times=9):
    """The elapsed milliseconds of reading the first rows, with those of the database process."""
    spent = []
    for _ in range(times):
        before = perf_counter()
        list(rows()[: LIMIT + 1])
        spent.append((perf_counter() - before) * 1000)
    return median(spent)
