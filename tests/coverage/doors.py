"""Who may open the board and its excuses, and one's own notices."""

from tests.door import COMMITTEE, NOBODY, Door

OVERSEEING = COMMITTEE | {"member", "head"}

DOORS = {
    # the board
    "coverage:board": Door(may=OVERSEEING),
    "coverage:board-print": Door(may=OVERSEEING),
    # there is one of a day without a gap only: see test_statement.py
    "coverage:statement": Door(may=COMMITTEE, answer=404),
    "coverage:board-xlsx": Door(may=OVERSEEING),
    "coverage:published-list": Door(may=COMMITTEE),
    "coverage:figure-correct": Door(may=COMMITTEE, row="published", post=True),
    "coverage:excuse-create": Door(may=COMMITTEE, row="excuse", post=True),
    "coverage:excuse-end": Door(may=COMMITTEE, row="standing_excuse", get=False, post=True),
    # one's own notices: nobody reads another's, whatever the role
    "coverage:notice-list": Door(),
    "coverage:notices-read": Door(get=False, post=True),
    "coverage:notice-open": Door(
        row="notice", own=frozenset({"member"}), other=NOBODY, get=False, post=True
    ),
}
