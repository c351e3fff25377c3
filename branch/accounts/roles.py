"""The role table: the permissions that each granted role and each fact about a user gives.

Each app declares its rows in `permissions.py`; this module assembles them. A permission decides about
pages; `visible_to(user)` decides about records.
"""

from functools import cache

from branch.core.facts import FACTS

from .models import Role

ALL = "✓"
NONE = "–"
ROWS = []


class Row:
    """A row of the table: a job, its permissions, and the roles and facts that have them.

    `who` maps a role (`committee`) or a fact (`head`) to ALL or to a text that names the records it
    applies to ("own class"). The secretary gets every permission of the committee.
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
    """{role or fact: set of permissions}; facts in the order in which rows first name them."""
    found = {role.value: set() for role in Role}
    for row in ROWS:
        for name in row.who:
            found.setdefault(name, set()).update(row.permissions)
    return found


def allowed_by(name):
    """The permissions of a role or fact."""
    return table().get(name, set())


@cache
def facts_that_allow(permission):
    """The facts that give a permission, in the order in which they are evaluated."""
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
    """The table in Markdown, as docs/permissions.md contains it."""
    names = columns()
    lines = [["may", *names], ["---", *("---" for _ in names)]]
    lines += [[row.job, *(row.who.get(name, NONE) for name in names)] for row in ROWS]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
