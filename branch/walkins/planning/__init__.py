"""Which member is linked to which class in a term: the best plan, of equally good ones always the same.

Plain values go in and come out; nothing here reads the database, the clock or a figure.
"""

from .checks import refuse_locks, refuse_weights
from .values import (
    BARRED,
    BESIDE_ANOTHER,
    NOBODY,
    OTHER_SUBJECT,
    PLAIN,
    TAUGHT_CLASS,
    TAUGHT_GRADE,
    Candidate,
    Link,
    Plan,
    Seat,
    Unlinked,
    Weights,
)

__all__ = [
    "BARRED",
    "BESIDE_ANOTHER",
    "NOBODY",
    "OTHER_SUBJECT",
    "PLAIN",
    "TAUGHT_CLASS",
    "TAUGHT_GRADE",
    "Candidate",
    "Link",
    "Plan",
    "Seat",
    "Unlinked",
    "Weights",
    "plan",
]


def plan(members, classes, weights, *, locks=(), last=()):
    """Return the `Plan` that links every class, or every member if there are more members, to one of the others.

    The wide side is the classes if there are at least as many of them as members, else the members. In this order:
    1. everybody on the wide side who has an allowed partner gets exactly one link;
    2. nobody on the narrow side has more links than `capacity`, which is raised by one until (1) is possible;
    3. as many as possible on the narrow side have a link;
    4. the total is largest: what the links are worth, less the deductions for second and further ones;
    5. of equal totals the plan whose links, sorted by (member, class), come first.

    A pair in `Candidate.barred` is never linked, one in `locks` always; `last` are the pairs of the term before. Weights
    and locks that contradict this are refused with a sentence.

    Only the worker calls it: scipy and numpy take some 65 MiB and are loaded with the first plan.
    """
    from .solving import solve

    locks = set(locks)
    refuse_weights(weights)
    refuse_locks(members, classes, locks)
    return solve(members, classes, weights, locks=locks, last=set(last))
