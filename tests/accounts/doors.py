"""Who may open the pages of signing in and of roles."""

from tests.door import NOBODY, Door, public

KEEPING = frozenset({"secretary", "admin"})

DOORS = {
    # signing in and out
    "login": Door(answer=302, to_strangers=200, post=True),
    "logout": Door(get=False, post=True),
    "accounts:account": Door(post=True),
    "accounts:sessions-end": Door(get=False, post=True),
    "accounts:first": public(row="link", other=NOBODY, post=True),
    # sign-ins and roles; "own" is a colleague's, "other" that of one who has left
    "accounts:role-list": Door(may=KEEPING),
    "accounts:role-create": Door(may=KEEPING, post=True),
    "accounts:role-confirm": Door(may=KEEPING, row="grant", get=False, post=True),
    "accounts:role-drop": Door(may=KEEPING, row="grant", get=False, post=True),
    "accounts:role-end": Door(may=KEEPING, row="grant", other=NOBODY, post=True),
}
