"""Who may open events to families, read who signed up, and keep the door."""

from tests.door import COMMITTEE, Door, public

HOLDING = COMMITTEE | {"counsellor"}
CREW = HOLDING | {"teacher"}
DESK = {"may": HOLDING, "other": COMMITTEE}
BUTTON = DESK | {"get": False, "post": True}
AT_THE_DOOR = {"own": CREW, "other": COMMITTEE}
TICK = AT_THE_DOOR | {"get": False, "post": True}

DOORS = {
    "service:calendar": public(),
    "service:calendar-file": public(),
    "service:calendar-feed": public(),
    "service:event": public(row="event", post=True),
    "service:event-file": public(row="event"),
    "service:signup-own": public(row="event", post=True),
    "service:signup-find": public(row="event", post=True),
    # desk; "own" was logged by the counsellor, the teacher helps
    "service:parentopening-list": Door(may=HOLDING),
    "service:parentopening-create": Door(row="event_to_open", post=True, **DESK),
    "service:parentopening-detail": Door(row="parentopening", **DESK),
    "service:parentopening-update": Door(row="parentopening", post=True, **DESK),
    "service:source-decide": Door(row="source", **BUTTON),
    "service:signup-cancel": Door(row="signup", **BUTTON),
    "service:signup-ring": Door(row="signup", **BUTTON),
    "service:door-list": Door(),
    "service:door": Door(row="parentopening", **AT_THE_DOOR),
    "service:door-print": Door(row="parentopening", **AT_THE_DOOR),
    "service:arrival-tick": Door(row="signup", **TICK),
    "service:arrival-undo": Door(row="signup", **TICK),
    "service:unannounced-add": Door(row="parentopening", **TICK),
    "service:unannounced-undo": Door(row="parentopening", **TICK),
}
