"""Who may open needs, pairings and contacts."""

from tests.door import COMMITTEE, NOBODY, SIGNED_IN, Door

PAIRED = COMMITTEE | {"member", "head", "counsellor"}
RECORDING = COMMITTEE | {"member", "head"}
NOTED = RECORDING | {"counsellor"}
MEMBER, COUNSELLOR = frozenset({"member"}), frozenset({"counsellor"})
HEADING = COMMITTEE | {"head"}
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
    # campaigns of visits, visits by the batch, and one's own round
    "walkins:campaign-list": Door(may=HEADING),
    "walkins:campaign-create": Door(may=COMMITTEE, post=True),
    "walkins:campaign-detail": Door(may=HEADING, row="campaign", other=COMMITTEE, post=True),
    "walkins:campaign-update": Door(may=COMMITTEE, row="campaign", post=True),
    "walkins:visit-batch": Door(may=RECORDING, post=True),
    "walkins:visit-round": Door(may=SIGNED_IN),
    # sealed notes: their author while the pairing runs, and the counsellor; not the committee
    "walkins:note-create": Door(
        may=RECORDING,
        row="bare_contact",
        own=MEMBER,
        other=NOBODY,
        also={"noted": MEMBER, "ended": NOBODY, "of_two": NOBODY},
        led_on=frozenset({"noted"}),
        post=True,
    ),
    "walkins:note-detail": Door(
        may=NOTED,
        row="note",
        own=MEMBER | COUNSELLOR,
        other=COUNSELLOR,
        also={"ended": COUNSELLOR},
    ),
    "walkins:note-update": Door(
        may=RECORDING, row="note", own=MEMBER, other=NOBODY, also={"ended": NOBODY}, post=True
    ),
    "walkins:note-delete": Door(
        may=RECORDING,
        row="note",
        own=MEMBER,
        other=NOBODY,
        also={"ended": NOBODY},
        get=False,
        post=True,
    ),
}
