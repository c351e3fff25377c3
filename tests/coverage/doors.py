"""Who may open the board and its excuses."""

from tests.door import COMMITTEE, Door

OVERSEEING = COMMITTEE | {"member", "head"}

DOORS = {
    # the board
    "coverage:board": Door(may=OVERSEEING),
    "coverage:excuse-create": Door(may=COMMITTEE, row="excuse", post=True),
    "coverage:excuse-end": Door(may=COMMITTEE, row="standing_excuse", get=False, post=True),
}
