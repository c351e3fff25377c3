"""What the planner is given: the members, classes, weights and postings of the day on which a plan would begin."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from branch.core.dated import ONE_DAY
from branch.core.figures import figures
from branch.members.models import Member
from branch.school.models import Enrolment, Guardian, HeadTeacherPost, SchoolClass, Term
from branch.walkins.classes.models import ClassPosting, Taught
from branch.walkins.figures import PLAN_WEIGHTS
from branch.walkins.planning import Candidate, Seat, Weights

OWN_CHILD = "子女在这个班"


def first_day(term, *, on):
    """The day on which postings of the term would begin: its first one, today once it has begun, at most its last."""
    return min(max(term.starts_on, on), term.ends_on)


@dataclass(frozen=True)
class Inputs:
    """The arguments of `planning.plan`, read from the database."""

    members: list
    classes: list
    weights: Weights
    last: set
    compared_on: date

    @classmethod
    def of(cls, term: Term, *, on):
        """Those of a term, if its plan were published on the day."""
        day = first_day(term, on=on)
        taught = Taught([day])
        last = ClassPosting.objects.active_on(day - ONE_DAY).values_list("member", "school_class")
        return cls(
            members=_candidates(taught, on=day),
            classes=_seats(taught, on=day),
            weights=Weights(*figures(*PLAN_WEIGHTS, on=on)),
            last=set(last),
            compared_on=day - ONE_DAY,
        )


def candidates_on(day):
    """Members who may be linked on a day: here, not away, and head teacher of no class."""
    heads = HeadTeacherPost.objects.active_on(day).order_by()
    here = Member.objects.here_on(day).present_on(day)
    return here.exclude(staff__in=heads.values("staff"))


def classes_of_children(members, *, on):
    """{member's pk: pks of the classes in which a child of theirs is on the day}."""
    guardians = Guardian.objects.filter(staff__member__in=members)
    owners = defaultdict(set)
    for family, member in guardians.values_list("family", "staff__member"):
        owners[family].add(member)
    found = defaultdict(set)
    enrolled = Enrolment.objects.active_on(on).filter(student__family__in=owners)
    for family, school_class in enrolled.values_list("student__family", "school_class"):
        for member in owners[family]:
            found[member].add(school_class)
    return found


def _candidates(taught, *, on):
    members = list(candidates_on(on))
    children = classes_of_children(members, on=on)
    return [
        Candidate(
            member.pk,
            subjects=frozenset(row.subject_id for row in rows),
            grades=frozenset(row.school_class.entry_year for row in rows),
            classes=frozenset(row.school_class_id for row in rows),
            barred=dict.fromkeys(children[member.pk], OWN_CHILD),
        )
        for member in members
        for rows in [taught.by(member.staff_id, on=on)]
    ]


def _seats(taught, *, on):
    """A `Seat` for each class in school; the subjects of its head teacher are those of the term."""
    posts = HeadTeacherPost.objects.active_on(on).values_list("school_class", "staff")
    head_of = dict(posts)
    return [
        Seat(
            row.pk,
            grade=row.entry_year,
            head_subjects=frozenset(
                taught_row.subject_id for taught_row in taught.by(head_of.get(row.pk), on=on)
            ),
        )
        for row in SchoolClass.objects.in_school_on(on)
    ]
