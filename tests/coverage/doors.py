"""Who may open the board and its excuses, one's own notices and address, and what was not sent."""

from tests.door import COMMITTEE, NOBODY, Door

OVERSEEING = COMMITTEE | {"member", "head"}
# who is reminded, and may have an address for it
REMINDED = COMMITTEE | {"member"}
KEEPING = frozenset({"secretary", "admin"})

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
    # one's own address for reminders
    "coverage:reminder-settings": Door(may=REMINDED, post=True),
    "coverage:mail-switch": Door(may=REMINDED, get=False, post=True),
    "coverage:address-again": Door(may=REMINDED, get=False, post=True),
    "coverage:address-drop": Door(may=REMINDED, get=False, post=True),
    "coverage:address-confirm": Door(
        may=REMINDED, row="asked_address", own=frozenset({"member"}), other=NOBODY, post=True
    ),
    # what was not sent
    "coverage:outbox": Door(may=KEEPING),
    "coverage:message-again": Door(may=KEEPING, row="message", get=False, post=True),
    "coverage:message-settle": Door(may=KEEPING, row="message", get=False, post=True),
}
