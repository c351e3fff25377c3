"""Who may write series, stops and topics, and who may tally at an event."""

from tests.door import COMMITTEE, Door, public

# of an event that the counsellor logged and the teacher helps at
CREW = COMMITTEE | {"counsellor", "teacher"}
STALL = {"row": "trip", "own": CREW, "other": COMMITTEE}

DOORS = {
    "service:series": public(row="series"),
    "service:series-list": Door(may=COMMITTEE),
    "service:series-create": Door(may=COMMITTEE, row="programme_without_page", post=True),
    "service:series-detail": Door(may=COMMITTEE, row="series"),
    "service:series-update": Door(may=COMMITTEE, row="series", post=True),
    "service:stops-write": Door(may=COMMITTEE, row="trip", post=True),
    "service:topic-list": Door(may=COMMITTEE),
    "service:topic-create": Door(may=COMMITTEE, post=True),
    "service:topic-update": Door(may=COMMITTEE, row="topic", post=True),
    "service:topic-end": Door(may=COMMITTEE, row="topic", get=False, post=True),
    "service:tally-list": Door(),
    "service:tally": Door(**STALL, post=True),
    "service:taps-join": Door(**STALL, get=False, post=True),
}
