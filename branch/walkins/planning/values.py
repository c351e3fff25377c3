"""What a plan is made from and what it says."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

# what a link is based on, 联系依据
TAUGHT_CLASS = "taught_class"
TAUGHT_GRADE = "taught_grade"
OTHER_SUBJECT = "other_subject"
PLAIN = "plain"

# why a class or a member has no link
BARRED = "barred"
BESIDE_ANOTHER = "beside_another"
NOBODY = "nobody"


@dataclass(frozen=True)
class Candidate:
    """A member who heads no class and is here on the first day of the term.

    Subjects, grades and classes are those taught, by id; each may be empty. `barred` is the rule against each class,
    by its id, to which the member may not be linked: the one of their own child, one they head.
    """

    id: int
    subjects: Collection = frozenset()
    grades: Collection = frozenset()
    classes: Collection = frozenset()
    barred: Mapping = field(default_factory=dict)


@dataclass(frozen=True)
class Seat:
    """A class, its grade and the subjects that its head teacher teaches, which may be unknown: empty."""

    id: int
    grade: int
    head_subjects: Collection = frozenset()


@dataclass(frozen=True)
class Weights:
    """What counts how much; whole numbers with 0 ≤ second ≤ further.

    The first four are added to the worth of a link; `second` and `further` are deducted for the second link of one on
    the narrow side and for each one after it. `capacity` is how many links one there may have.
    """

    same_class: int = 100
    same_grade: int = 30
    kept: int = 20
    other_subject: int = 5
    second: int = 40
    further: int = 80
    capacity: int = 2


@dataclass(frozen=True)
class Link:
    """A member linked to a class, by id; its worth before deductions; what it is based on."""

    member: int
    seat: int
    worth: int
    basis: str


@dataclass(frozen=True)
class Unlinked:
    """A class or a member without a link, by id, and why.

    - `BARRED`: they may be linked to nobody; `rules` are the rules that say so, each once, in the order of the ids.
    - `BESIDE_ANOTHER`: each one they may be linked to has a link already, so they could only be one more there.
    - `NOBODY`: there is nobody on the other side.
    """

    id: int
    cause: str
    rules: tuple = ()


@dataclass(frozen=True)
class Plan:
    """The links, sorted by (member, class), and the classes and members without one, sorted by id.

    `total` is what the links are worth after deductions, `capacity` the one that was needed.
    """

    links: tuple[Link, ...]
    total: int
    capacity: int
    shut: tuple[Unlinked, ...]
    idle: tuple[Unlinked, ...]
