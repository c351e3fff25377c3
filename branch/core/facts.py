"""Facts about a user that give permissions but are never granted: staff, member, head, pair.

The app that knows a fact registers a function in its `facts.py`:

    @fact("member")
    def is_member(user, *, on): ...
"""

from .registry import register

FACTS = {}


def fact(name):
    def declare(holds):
        register(FACTS, name, holds)
        return holds

    return declare
