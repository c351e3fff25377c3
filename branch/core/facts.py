"""Facts about a user that give permissions but are never granted: staff, member, head, pair.

The app that knows a fact registers a function in its `facts.py`. It returns a queryset, and the fact is true
where that has a row, so that one query asks for all of them:

    @fact("member")
    def memberships_of(user, *, on): ...
"""

from .registry import register

FACTS = {}


def fact(name):
    def declare(rows_of):
        register(FACTS, name, rows_of)
        return rows_of

    return declare
