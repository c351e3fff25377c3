"""Facts about a user that give permissions but are never granted: staff, member, head, pair.

The app that knows a fact registers a function in its `facts.py`:

    @fact("member")
    def is_member(user, *, on): ...
"""

FACTS = {}


def fact(name):
    def register(holds):
        FACTS[name] = holds
        return holds

    return register
