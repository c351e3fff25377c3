"""How far a campaign of visits has come, and who is to go to the households that are left."""

from dataclasses import dataclass

from django.db.models import Count

from branch.school.models import HeadTeacherPost, SchoolClass
from branch.school.models.classes import GRADES

from .households import VISITED, Standing
from .pairings import FamilyPairing


@dataclass(frozen=True)
class Progress:
    """How many households of a grade, or of a campaign, stand how."""

    counts: dict
    label: str = ""

    @property
    def total(self):
        return sum(self.counts.values())

    @property
    def visited(self):
        return sum(self.counts.get(way.value, 0) for way in VISITED)

    @property
    def planned(self):
        return self.counts.get(Standing.PLANNED.value, 0)

    @property
    def open(self):
        return self.counts.get(Standing.OPEN.value, 0)

    @property
    def left(self):
        return self.planned + self.open

    @property
    def left_by_state(self):
        """How many of those left each filter shows."""
        return {"": self.left, Standing.PLANNED: self.planned, Standing.OPEN: self.open}

    @property
    def ways(self):
        """入户 26、线上 3."""
        made = [(way.label, self.counts.get(way.value, 0)) for way in VISITED]
        return "、".join(f"{label} {count}" for label, count in made if count)


def progress_by_grade(households, *, on):
    """The `Progress` of each grade, in the order of grades, read in one query."""
    found = {}
    rows = households.order_by().values("entry_year", "standing").annotate(count=Count("pk"))
    for row in rows:
        found.setdefault(row["entry_year"], {})[row["standing"]] = row["count"]
    return [
        Progress(found[year], GRADES.get(SchoolClass(entry_year=year).grade_on(on), f"{year}级"))
        for year in sorted(found, reverse=True)
    ]


def progress_of_all(grades):
    """The `Progress` of these grades together."""
    counts = {}
    for grade in grades:
        for standing, count in grade.counts.items():
            counts[standing] = counts.get(standing, 0) + count
    return Progress(counts)


def those_to_go(students, *, on):
    """Return a function of a student: 结对党员 周文静 or 班主任 方晓晨, read in two queries."""
    pairs = FamilyPairing.objects.with_member_in_school_on(on).select_related("member__staff")
    pairs = pairs.filter(
        family__in=[student.family_id for student in students if student.family_id]
    )
    paired = {pair.family_id: pair.member for pair in pairs.order_by("-started_on", "-pk")}
    posts = HeadTeacherPost.objects.opening_on(on).select_related("staff", "school_class")
    heads = {(post.school_class.entry_year, post.school_class.number): post.staff for post in posts}

    def who(student):
        if student.family_id in paired:
            return f"结对党员 {paired[student.family_id]}"
        head = heads.get((student.entry_year, student.class_number))
        return f"班主任 {head}" if head else ""

    return who
