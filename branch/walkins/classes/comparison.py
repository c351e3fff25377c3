"""What the page of a plan shows: each class with its member, and what has changed since the day it is compared with."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from branch.members.models import Member
from branch.school.models import HeadTeacherPost
from branch.school.models.classes import GRADES
from branch.walkins.classes.models import Basis, ClassPosting, PlanLine, Taught, key_of
from branch.walkins.students.models import Pairing

NEW, KEPT, CHANGED = "new", "kept", "changed"


@dataclass(frozen=True)
class PlannedRow:
    """A class with a member, or without one and then with the reason."""

    line: PlanLine
    name: str
    head: str
    says: str = ""
    change: str = ""
    # who stood there before, and why no longer: 原罗世昌，已不教本班
    before: str = ""
    work: str = ""

    @property
    def key(self):
        """The value of its tick: the class and the member."""
        return key_of(self.line)


@dataclass
class Side:
    """The figures of a plan, or of the postings before it."""

    by_basis: Counter = field(default_factory=Counter)
    classes: set = field(default_factory=set)
    taught: set = field(default_factory=set)
    loads: Counter = field(default_factory=Counter)

    @classmethod
    def of(cls, links):
        """Those of links, each with a member, a class and a basis."""
        side = cls()
        for link in links:
            side.by_basis[link.basis] += 1
            side.classes.add(link.school_class_id)
            if link.basis == Basis.TAUGHT_CLASS:
                side.taught.add(link.school_class_id)
            side.loads[link.member_id] += 1
        return side

    @property
    def doubled(self):
        """How many members are linked to two classes or more."""
        return sum(count > 1 for count in self.loads.values())

    @property
    def bars(self):
        """(css class, start, width) of each basis in a bar, in the order of `Basis`."""
        start = 0
        for number, basis in enumerate(Basis, start=1):
            yield f"gq-b{number}", start, self.by_basis[basis]
            start += self.by_basis[basis]

    @property
    def says(self):
        """20、2、1、0: how many links have each basis, in the order of `Basis`."""
        return "、".join(str(self.by_basis[basis]) for basis in Basis)


class Comparison:
    """A solved plan compared with the postings of the day it was compared with; `day` names the classes."""

    def __init__(self, plan, *, day):
        self.plan, self.day = plan, day
        lines = plan.lines.select_related("member__staff", "school_class")
        self.lines = list(lines.order_by("pk"))
        former = ClassPosting.objects.active_on(plan.compared_on).select_related("member__staff")
        self.former = defaultdict(list)
        for row in former.order_by("pk"):
            self.former[row.school_class_id].append(row)

    @cached_property
    def grades(self):
        """(grade, rows) in class order."""
        seats = [line for line in self.lines if line.school_class_id]
        seats.sort(key=lambda line: (-line.school_class.entry_year, line.school_class.number))
        return [
            (GRADES[grade], [self._row(line) for line in found])
            for grade, found in groupby(seats, key=lambda row: row.school_class.grade_on(self.day))
        ]

    @property
    def rows(self):
        return [row for _, rows in self.grades for row in rows]

    @property
    def stuck(self):
        """The rows of classes without a linked member."""
        return [row for row in self.rows if row.line.cause]

    @property
    def idle(self):
        """The lines of members without a class, by 姓氏笔画."""
        lines = [line for line in self.lines if not line.school_class_id]
        return sorted(lines, key=lambda line: (line.member.surname_strokes, line.member.staff.name))

    @cached_property
    def class_count(self):
        return len({line.school_class_id for line in self.lines if line.school_class_id})

    @cached_property
    def now(self):
        return Side.of(line for line in self.lines if not line.cause)

    @cached_property
    def before(self):
        return Side.of(row for rows in self.former.values() for row in rows)

    @property
    def width(self):
        """The length of a bar: the classes, or the links where a class may have several."""
        return max(self.class_count, *(side.by_basis.total() for side in (self.now, self.before)))

    @cached_property
    def changes(self):
        """{"new": how many classes, …} of the rows with a member."""
        found = {(row.change, row.line.school_class_id) for row in self.rows if row.change}
        return Counter(change for change, _ in found)

    def unplaced(self, locks):
        """Those of the locks whose pair is in no row, each as (key, 初二（3）班 周文静)."""
        shown = {row.key for row in self.rows}
        return [(lock.key, lock.says_on(self.day)) for lock in locks if lock.key not in shown]

    def _row(self, line):
        name = line.school_class.name_on(self.day)
        head = self._heads.get(line.school_class_id)
        if line.cause:
            return PlannedRow(line, name, head and head.name)
        change, before = self._changed(line)
        return PlannedRow(
            line,
            name,
            head and head.name,
            says=self._says(line, head),
            change=change,
            before=before,
            work=self._work(line.member_id),
        )

    def _says(self, line, head):
        """教初二（3）班数学: the sentence of a line's basis; empty where the basis alone says it."""
        posting = ClassPosting(
            member=line.member,
            school_class=line.school_class,
            basis=line.basis,
            from_on=self.day,
        )
        says = self._taught.says(posting, head=head)
        return "" if says == line.get_basis_display() else says

    def _changed(self, line):
        former = self.former[line.school_class_id]
        if any(row.member_id == line.member_id for row in former):
            return KEPT, ""
        if not former:
            return NEW, ""
        return CHANGED, "、".join(f"原{row.member}{self._why_gone(row)}" for row in former)

    def _why_gone(self, posting):
        """Why a member is no longer linked to a class, as far as the school's records say."""
        member = posting.member
        if member.pk not in self._here:
            return "，已离校或外出"
        if any(head.pk == member.staff_id for head in self._heads.values()):
            return "，现任班主任"
        own = self._taught.by(member.staff_id, on=self.day)
        teaches_it = any(row.school_class_id == posting.school_class_id for row in own)
        if posting.basis == Basis.TAUGHT_CLASS and not teaches_it:
            return "，已不教本班"
        names = [line.school_class.name_on(self.day) for line in self._lines_of[member.pk]]
        return f"，改联系{'、'.join(names)}" if names else "，这次没有排到班级"

    @cached_property
    def _lines_of(self):
        """{member pk: the lines by which they are linked}."""
        found = defaultdict(list)
        for line in self.lines:
            if not line.cause:
                found[line.member_id].append(line)
        return found

    def _work(self, member):
        """结对 2 名，联系两个班: what else the member does."""
        pairs, classes = self._pairings[member], self.now.loads[member]
        found = [f"结对 {pairs} 名"] if pairs else []
        return "，".join([*found, f"联系 {classes} 个班"] if classes > 1 else found)

    @cached_property
    def _heads(self):
        """{class pk: its head teacher} of the day."""
        return HeadTeacherPost.objects.by_class_on(self.day)

    @cached_property
    def _here(self):
        here = Member.objects.here_on(self.day).present_on(self.day)
        return set(here.values_list("pk", flat=True))

    @cached_property
    def _pairings(self):
        """Counter of running pairings by member."""
        return Counter(Pairing.objects.active().order_by().values_list("member", flat=True))

    @cached_property
    def _taught(self):
        return Taught([self.day])
