"""Who keeps what stays of a talk, recommends books, and asks speakers."""

from tests.door import COMMITTEE, SIGNED_IN, Door, public
from tests.service.parents.doors import AT_THE_DOOR, DESK

EDITING = COMMITTEE | {"editor"}
ASKING = COMMITTEE | {"counsellor"}
BUTTON = DESK | {"get": False, "post": True}
RELEASE = {"may": COMMITTEE, "get": False, "post": True}

DOORS = {
    "service:books": public(),
    "service:feedback": public(row="feedback", post=True),
    "service:material-public": public(row="material"),
    # "own" was logged by the counsellor
    "service:talk-list": Door(may=ASKING),
    "service:talk-detail": Door(row="talk", **DESK),
    "service:material-create": Door(row="talk", post=True, **DESK),
    "service:material-show": Door(may=SIGNED_IN, row="material"),
    "service:material-remove": Door(row="material", **BUTTON),
    "service:material-release": Door(row="material", **RELEASE),
    "service:material-back": Door(row="material", **RELEASE),
    "service:feedback-open": Door(row="talk", **BUTTON),
    "service:feedback-print": Door(row="talk", **DESK),
    "service:line-drop": Door(row="line", **BUTTON),
    "service:book-list": Door(may=EDITING),
    "service:book-create": Door(may=EDITING, post=True),
    "service:book-update": Door(may=EDITING, row="book", post=True),
    "service:book-release": Door(row="book", **RELEASE),
    "service:book-back": Door(row="book", **RELEASE),
    "service:flags": public(),
    "service:flag-weeks": Door(may=EDITING),
    "service:flag-write": Door(may=EDITING, row="flag_speech", post=True),
    "service:flag-release": Door(row="flag_speech", **RELEASE),
    "service:flag-back": Door(row="flag_speech", **RELEASE),
    "service:questions": Door(row="salon", post=True, **AT_THE_DOOR),
    "service:questions-print": Door(row="salon", **AT_THE_DOOR),
    "service:speaker-list": Door(may=ASKING),
    "service:speaker-outside": Door(may=ASKING, row="speaker", post=True),
    "service:speaker-ours": Door(may=ASKING, row="our_speaker", post=True),
    "service:invite-outside": Door(may=ASKING, row="speaker", post=True),
    "service:invite-ours": Door(may=ASKING, row="our_speaker", post=True),
}
