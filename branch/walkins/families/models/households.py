"""Households, each as one of its students, because a student without a family is a household too."""

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    OuterRef,
    Q,
    Subquery,
    TextChoices,
    Value,
    When,
)

from .visits import HomeVisit, VisitedStudent


class Standing(TextChoices):
    """How far a household has come between two days: by which way it was visited, or not yet."""

    HOME = "home", "入户"
    ONLINE = "online", "线上"
    PHONE = "phone", "电话"
    PLANNED = "planned", "已约"
    OPEN = "open", "还没有安排"


VISITED = (Standing.HOME, Standing.ONLINE, Standing.PHONE)


def one_a_household(students):
    """Of each family the first of these students in the order of 学号, and each student without a family."""
    before = students.filter(family=OuterRef("family"), number__lt=OuterRef("number"))
    return students.filter(~Exists(before))


def with_standing(students, *, period, with_phone):
    """Annotate `standing`: the best way in which each one's household was visited in the period."""
    counted = HomeVisit.objects.counted(with_phone=with_phone)
    made = [
        When(_is_among(counted.filter(mode=way.value), period), then=Value(way.value))
        for way in VISITED
    ]
    planned = When(
        _is_among(HomeVisit.objects.planned(), period), then=Value(Standing.PLANNED.value)
    )
    default = Value(Standing.OPEN.value)
    return students.annotate(
        standing=Case(*made, planned, default=default, output_field=CharField())
    )


def planned_visits_to(students, *, period):
    """{student's id: the first visit planned in the period to the household} of a few students."""
    families = {student.family_id for student in students} - {None}
    shares = VisitedStudent.objects.in_period(period).filter(
        Q(student__in=[student.pk for student in students]) | Q(student__family__in=families),
        visit__state=HomeVisit.State.PLANNED,
    )
    shares = shares.select_related("student", "visit__visitor").order_by("-happened_on", "-visit")
    shares = list(shares.prefetch_related("visit__companions"))
    # the first comes last, and replaces those after it
    by_student = {share.student_id: share.visit for share in shares}
    by_family = {share.student.family_id: share.visit for share in shares}
    found = {
        student.pk: by_family.get(student.family_id) if student.family_id else None
        for student in students
    }
    return {pk: visit or by_student.get(pk) for pk, visit in found.items()}


def with_last_visit(students, *, with_phone):
    """Annotate `last_visited_on`, the day of the last counted visit to each student."""
    counted = HomeVisit.objects.counted(with_phone=with_phone).filter(pk=OuterRef("visit"))
    shares = VisitedStudent.objects.filter(Exists(counted), student=OuterRef("pk"))
    last = shares.order_by("-happened_on").values("happened_on")[:1]
    return students.annotate(last_visited_on=Subquery(last, DateField()))


def _is_among(visits, period):
    """The `Q` of students to whose household one of these visits was, or is to be, in the period."""
    shares = VisitedStudent.objects.in_period(period).filter(
        visit__in=visits.order_by().values("pk")
    )
    shares = shares.order_by()
    families = shares.exclude(student__family=None).values("student__family")
    return Q(pk__in=shares.values("student")) | Q(family__in=families)
