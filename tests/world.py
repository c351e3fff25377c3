"""The rows for the table of addresses: of each kind one of the users' own and one of somebody else."""

from dataclasses import dataclass, field

from django.utils import timezone

from branch.accounts.models import Role
from branch.core.periods import school_year
from branch.school.models import SchoolClass
from tests.factories import make_class, make_head, make_member, make_staff, make_student
from tests.parts import parts


class Kinds(dict):
    """The rows by kind; a kind is added once, else the addresses of one app would be asked with rows of another."""

    def __setitem__(self, kind, rows):
        assert kind not in self, f"{kind} is a kind of another app"
        super().__setitem__(kind, rows)


@dataclass
class World:
    """The users, and the rows by kind: `rows["pairing"]["own"]` are keyword arguments of an address.

    `world.py` of each app adds its rows.
    """

    users: dict
    # the class of `head`
    school_class: SchoolClass
    # a pupil of that class and one of another; apps add more. Every page that names one records it
    pupils: list
    rows: dict = field(default_factory=Kinds)

    def add(self, kind, own, other, **also):
        """Add a row of a kind for each case that addresses of this kind have."""
        rows = {"own": own, "other": other, **also}
        self.rows[kind] = {whose: {"pk": row.pk} for whose, row in rows.items()}

    def kwargs(self, kind, whose):
        return self.rows[kind][whose] if kind else {}


def make_world():
    # a class of 初二 on any day the tests run, because a class that has left has no head teacher
    school_class = make_class(entry_year=school_year(timezone.localdate()).start.year - 1)
    pupils = [make_student(school_class, name="潘云澈"), make_student(name="鲁听澜")]
    world = World(_users(school_class), school_class, pupils)
    for part in parts("world"):
        part.add_rows(world)
    return world


def _users(school_class):
    return {
        "teacher": make_staff().user,
        "member": make_member().staff.user,
        "head": make_head(school_class).user,
        "committee": make_member(Role.COMMITTEE).staff.user,
        "secretary": make_member(Role.SECRETARY).staff.user,
        "editor": make_staff(Role.EDITOR).user,
        "counsellor": make_staff(Role.COUNSELLOR).user,
        "admin": make_staff(Role.ADMIN).user,
        "crisis": make_staff(Role.CRISIS).user,
    }
