"""交接: the caseload of a member who leaves or is away, who could take it over, and how far that has come."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from branch.core.dated import ONE_DAY
from branch.core.figures import figure
from branch.coverage.models import Excuse
from branch.members.models import Member
from branch.school.models import FamilyNumber, RollNumber
from branch.walkins.figures import AWAY_DAYS
from branch.walkins.students.models import Contact, Pairing, PairingProposal, Suggester

from .needs import FamilyNeed
from .pairings import FamilyPairing
from .proposals import FamilyProposal
from .visits import HomeVisit

# of the suggestions, how many a row offers
SHOWN = 8


def away_for_long(on):
    """Standing excuses of members (支教, long leave) that run for so many more days.

    The figure is cached for a minute, as the desk asks for it at every request.
    """
    key = f"walkins.away_days:{on}"
    days = cache.get_or_set(key, lambda: figure(AWAY_DAYS.key, on=on), 60)
    rows = Excuse.objects.active_on(on).standing(Member)
    return rows.filter(Q(until_on=None) | Q(until_on__gte=on + timedelta(days=days)))


def holding(on):
    """Members with a running pairing with a student or a family."""
    own = {"member": OuterRef("pk")}
    students = Exists(Pairing.objects.active().filter(**own))
    return Member.objects.filter(students | Exists(FamilyPairing.objects.active().filter(**own)))


def with_caseload(members):
    """Annotate `pairing_count` and `family_count`: how many students and families a member has."""

    def counted(rows):
        rows = rows.filter(member=OuterRef("pk")).order_by().values("member")
        return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)

    return members.annotate(
        pairing_count=counted(Pairing.objects.active()),
        family_count=counted(FamilyPairing.objects.active()),
    )


def members_to_hand_over(on):
    """Members whose pairings are to be handed over: who left, is about to, is away for long, or has begun it."""
    own = {"member": OuterRef("pk")}
    students = PairingProposal.objects.in_handover().values("replaces_id")
    students = Pairing.objects.active().filter(pk__in=students, **own)
    families = FamilyProposal.objects.in_handover().values("former_id")
    families = FamilyPairing.objects.active().filter(pk__in=families, **own)
    leaves = ~Q(pk__in=Member.objects.here_on(on + ONE_DAY).values("pk"))
    leaves |= Q(staff__until_on__isnull=False) | Q(pk__in=away_for_long(on).values("subject_id"))
    return holding(on).filter(leaves | Exists(students) | Exists(families))


@dataclass
class Line:
    """One pairing of the caseload: its name, the state of its hand-over, who could take it over."""

    key: str
    record: object
    name: str
    detail: str
    proposal: object = None
    suggestions: list = field(default_factory=list)
    student_ids: tuple = ()
    next_on: date | None = None
    # of a family, the classes of its children
    places: str = ""
    # the open proposal of the student or family that takes over another pairing or none
    other: object = None

    @property
    def state(self):
        """done, asked, declined or waiting."""
        if not self.record.is_active:
            return "done"
        proposal = self.proposal
        if proposal is None or proposal.called_off_on or proposal.closed_as == "withdrawn":
            return "waiting"
        return "asked" if proposal.is_open else "declined"

    @property
    def is_to_propose(self):
        return self.state in ("waiting", "declined") and self.other is None

    @property
    def first(self):
        """The suggestion made beforehand; None where there is none."""
        return self.suggestions[0] if self.suggestions else None


def _open_among(asked, *, beside):
    """The open one of the proposals of a student or family that is none of these; None without one."""
    return next((row for row in asked if row.is_open and row not in beside), None)


class Handover:
    """The hand-over of one member on a day, as the committee reads it."""

    def __init__(self, member, *, on, user):
        self.member, self.on, self.user = member, on, user
        self._suggester = Suggester(on)
        students, families = self._pairings(), self._homes()
        children = [row.children[0] for row in families if row.children]
        classes = self._suggester.classes_of([*(row.student for row in students), *children])
        self.students = [self._student_line(row, classes) for row in students]
        held = self._held(families)
        self.families = [self._family_line(row, classes, held) for row in families]
        self.needs = list(self._needs())
        self.visits = list(self._visits())

    @property
    def lines(self):
        return [*self.students, *self.families]

    @property
    def to_propose(self):
        """The lines of which somebody is suggested and nobody asked."""
        return [line for line in self.lines if line.is_to_propose and line.suggestions]

    @property
    def others_count(self):
        return len(self.needs) + len(self.visits)

    def counts(self, lines):
        """{done, asked, open, total} of some lines."""
        states = [line.state for line in lines]
        done, asked = states.count("done"), states.count("asked")
        return {
            "done": done,
            "asked": asked,
            "open": len(states) - done - asked,
            "total": len(states),
        }

    @property
    def student_ids(self):
        return [pk for line in self.lines for pk in line.student_ids]

    @property
    def shown_ids(self):
        """The students whom its page names: those of the lines, of the difficulties and of the visits."""
        visited = [share.student_id for visit in self.visits for share in visit.shares.all()]
        return [
            *self.student_ids,
            *(need.child_id for need in self.needs if need.child_id),
            *visited,
        ]

    def _pairings(self):
        proposals = PairingProposal.objects.select_related("member__staff").order_by("-pk")
        rows = Pairing.objects.filter(member=self.member).handed_over_lately(self.on)
        rows = rows.as_listed_on(self.on)
        rows = rows.prefetch_related(Prefetch("student__proposals", proposals, to_attr="asked"))
        planned = Contact.objects.filter(pairings=OuterRef("pk"), next_on__gte=self.on)
        return list(rows.annotate(next_on=Subquery(planned.values("next_on")[:1])))

    def _student_line(self, pairing, classes):
        asked = pairing.student.asked
        proposals = [row for row in asked if row.replaces_id == pairing.pk]
        line = Line(
            key=f"pairing-{pairing.pk}",
            record=pairing,
            name=pairing.student.name,
            detail=f"{pairing.class_name}　{pairing.kinds}",
            proposal=proposals[0] if proposals else None,
            student_ids=(pairing.student_id,),
            next_on=pairing.next_on if pairing.is_active else None,
            other=_open_among(asked, beside=proposals),
        )
        if line.is_to_propose:
            school_class = classes.get(pairing.student_id)
            found = self._suggester.for_student(pairing.student, school_class)
            line.suggestions = self._free(found, proposals)
            self._count(line)
        return line

    def _count(self, line):
        """Count a student whom the first suggestion would take over, so that one member is not proposed for all."""
        if line.first:
            self._suggester.counts[line.first.member.pk] += 1

    def _free(self, found, proposals):
        """Those who are not the member, have not said no, and may have one more student."""
        refused = {row.member_id for row in proposals if row.closed_as == "declined"}
        refused.add(self.member.pk)
        return [row for row in found if row.member.pk not in refused and not row.is_full][:SHOWN]

    def _homes(self):
        proposals = FamilyProposal.objects.select_related("member__staff").order_by("-pk")
        rows = FamilyPairing.objects.filter(member=self.member).handed_over_lately(self.on)
        rows = rows.as_listed_on(self.on, self.user)
        return list(
            rows.prefetch_related(Prefetch("family__proposals", proposals, to_attr="asked"))
        )

    def _held(self, families):
        """{id of a family: the ids of the members who have it}."""
        held = defaultdict(set)
        running = FamilyPairing.objects.active().order_by()
        running = running.filter(family__in=[row.family_id for row in families])
        for family, member in running.values_list("family", "member"):
            held[family].add(member)
        return held

    def _family_line(self, pairing, classes, held):
        asked, children = pairing.family.asked, pairing.children
        proposals = [row for row in asked if row.former_id == pairing.pk]
        places = "、".join(dict.fromkeys(name for _, name in pairing.children_and_classes))
        line = Line(
            key=f"family-{pairing.pk}",
            record=pairing,
            name=pairing.name,
            detail=f"{places}　{pairing.started_on} 起".strip(),
            proposal=proposals[0] if proposals else None,
            student_ids=tuple(child.pk for child in children),
            places=places,
            other=_open_among(asked, beside=proposals),
        )
        if line.is_to_propose and children:
            # it leaves out the parents of the child, which are those of the family
            school_class, taken = classes.get(children[0].pk), held.get(pairing.family_id, ())
            found = self._suggester.for_student(children[0], school_class, taken=taken)
            line.suggestions = self._one_a_family(self._free(found, proposals), children)
        return line

    def _one_a_family(self, found, children):
        """Put first who takes over a child of the family: one member a family."""
        ids = {child.pk for child in children}
        chosen = {
            (line.proposal.member_id if line.state in ("asked", "done") else line.first.member.pk)
            for line in self.students
            if ids & set(line.student_ids) and (line.state in ("asked", "done") or line.first)
        }
        return sorted(found, key=lambda row: row.member.pk not in chosen)

    def _needs(self):
        """Open difficulties of which the member is the owner, with the first child."""
        rows = FamilyNeed.objects.counted().open().filter(owner=self.member.staff)
        return rows.with_first_child(self.user, on=self.on).order_by("due_on", "pk")

    def _visits(self):
        """Planned visits of the member, each with `goes_along`: whether with the pairing of its family."""
        rows = HomeVisit.objects.planned().filter(
            visitor=self.member.staff, happened_on__gte=self.on
        )
        for visit in rows.prefetch_related("shares__student").order_by("happened_on", "pk"):
            families = {share.student.family_id for share in visit.shares.all()}
            visit.goes_along = families <= self.family_ids
            yield visit

    @property
    def family_ids(self):
        """The families with whose pairing the difficulties and visits go."""
        return {line.record.family_id for line in self.families if line.record.is_active}

    def printed(self):
        """[(类别, 班级, 编号, line)]: the printed lines, with a number in place of the name of a student or a family."""
        numbers = RollNumber.objects.in_term_of(self.on).filter(student__in=self.student_ids)
        students = dict(numbers.values_list("student", "number"))
        families = [line.record.family_id for line in self.families]
        numbers = FamilyNumber.objects.in_term_of(self.on).filter(family__in=families)
        families = dict(numbers.values_list("family", "number"))
        return [
            *(
                ("学生结对", line.record.class_name, students.get(line.record.student_id, ""), line)
                for line in self.students
            ),
            *(
                ("家庭结对", line.places, families.get(line.record.family_id, ""), line)
                for line in self.families
            ),
        ]
