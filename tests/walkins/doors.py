"""Who may open needs, pairings and contacts."""

from tests.door import COMMITTEE, Door

PAIRED = COMMITTEE | {"member", "head", "counsellor"}
RECORDING = COMMITTEE | {"member", "head"}
NEEDING = COMMITTEE | {"head", "counsellor"}

DOORS = {
    # needs, pairings and contacts
    "walkins:need-list": Door(may=NEEDING),
    "walkins:need-create": Door(may=NEEDING, post=True),
    "walkins:need-close": Door(may=COMMITTEE, row="need", post=True),
    "walkins:pairing-list": Door(may=PAIRED),
    "walkins:pairing-create": Door(may=COMMITTEE, post=True),
    "walkins:pairing-detail": Door(may=PAIRED, row="pairing", other=COMMITTEE),
    "walkins:pairing-end": Door(may=COMMITTEE, row="pairing", post=True),
    "walkins:phone-reveal": Door(may=PAIRED, row="pairing", other=COMMITTEE, get=False, post=True),
    "walkins:contact-create": Door(may=RECORDING, post=True),
    "walkins:contact-update": Door(
        may=RECORDING,
        row="contact",
        own=COMMITTEE | {"member"},
        other=COMMITTEE,
        post=True,
    ),
    "walkins:contact-withdraw": Door(
        may=RECORDING,
        row="contact",
        own=COMMITTEE | {"member"},
        other=COMMITTEE,
        post=True,
    ),
}
