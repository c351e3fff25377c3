"""Who may open teams of volunteers: those who lead one or belong to it, the committee all."""

from tests.door import COMMITTEE, Door

VOLUNTEERS = COMMITTEE | {"member", "counsellor"}
# `member` leads the first, nobody of the people the second
KEPT = {"may": VOLUNTEERS, "own": COMMITTEE | {"member"}, "other": COMMITTEE}

DOORS = {
    "service:team-list": Door(may=VOLUNTEERS),
    "service:team-create": Door(may=COMMITTEE | {"counsellor"}, post=True),
    "service:team-detail": Door(**KEPT, row="team"),
    "service:team-update": Door(**KEPT, row="team", post=True),
    "service:team-end": Door(**KEPT, row="team", get=False, post=True),
    "service:team-signup": Door(**KEPT, row="team", post=True),
    "service:person-add": Door(**KEPT, row="team", post=True),
    "service:person-drop": Door(**KEPT, row="person", get=False, post=True),
}
