"""The role table: what each granted role and each fact about a person allows.

Each app declares its rows in `permissions.py`; this module assembles them. Rows of data are narrowed
further by `visible_to(user)`: a permission says which pages, not which records.
"""

from functools import cache

from branch.core.facts import FACTS

from .models import Role

ALL = "✓"
NONE = "–"
ROWS = []


class Row:
    """One line of the table: a job in words, the permissions it takes, and who has them.

    `who` maps a role (`committee`) or a fact (`head`) to ALL or to words that say which records it
    reaches ("own class"). The secretary may do all that the committee may.
    """

    def __init__(self, job, *permissions, **who):
        self.job, self.permissions, self.who = job, permissions, who
        if "committee" in who:
            who.setdefault("secretary", who["committee"])
        ROWS.append(self)
        table.cache_clear()
        facts_that_allow.cache_clear()


@cache
def table():
    """{role or fact: the set of its permissions}; facts in the order in which rows first name them."""
    found = {role.value: set() for role in Role}
    for row in ROWS:
        for name in row.who:
            found.setdefault(name, set()).update(row.permissions)
    return found


def allowed_by(name):
    """The permissions of one role or fact."""
    return table().get(name, set())


@cache
def facts_that_allow(permission):
    """The facts that give a permission, in the order in which they are asked."""
    return [name for name in _holders(permission) if name not in set(Role)]


def roles_that_allow(permission):
    """The granted roles that give a permission."""
    return [name for name in _holders(permission) if name in set(Role)]


def _holders(permission):
    return [name for name, allows in table().items() if permission in allows]


def columns():
    """The names of the table's columns: facts first, then the granted roles."""
    return [name for name in table() if name in FACTS] + [role.value for role in Role]


def as_markdown():
    """The table as it stands in docs/permissions.md."""
    names = columns()
    lines = [["may", *names], ["---", *("---" for _ in names)]]
    lines += [[row.job, *(row.who.get(name, NONE) for name in names)] for row in ROWS]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
