"""Who may open needs, pairings and contacts."""

from tests.door import COMMITTEE, NOBODY, SIGNED_IN, Door

PAIRED = COMMITTEE | {"member", "head", "counsellor"}
RECORDING = COMMITTEE | {"member", "head"}
NOTED = RECORDING | {"counsellor"}
MEMBER, COUNSELLOR = frozenset({"member"}), frozenset({"counsellor"})
HEADING = COMMITTEE | {"head"}
NEEDING = COMMITTEE | {"head", "counsellor"}
EVERY_CLASS = COMMITTEE | {"counsellor"}
# those who work here, whatever their role
EMPLOYED = SIGNED_IN
VISITING = COMMITTEE | {"member", "head"}
PAIR = {"may": RECORDING, "own": COMMITTEE | {"member"}, "other": COMMITTEE, "post": True}
VISITOR = {"may": VISITING, "own": COMMITTEE | {"member"}, "other": COMMITTEE, "post": True}
ANSWER = {"may": RECORDING, "row": "proposal", "other": COMMITTEE, "get": False, "post": True}
FAMILY_ANSWER = ANSWER | {"row": "family_proposal"}
DIFFICULTY = {
    "may": EMPLOYED,
    "row": "family_need",
    "own": VISITING,
    "other": COMMITTEE,
    "also": {"task": COMMITTEE | {"teacher"}},
}

DOORS = {
    # needs, pairings and contacts
    "walkins:need-list": Door(may=NEEDING),
    "walkins:need-create": Door(may=NEEDING, post=True),
    "walkins:need-close": Door(may=COMMITTEE, row="need", post=True),
    "walkins:pairing-list": Door(may=PAIRED),
    "walkins:pairing-create": Door(may=COMMITTEE, post=True),
    # proposals: "own" is for the member, of a pupil of the head's class
    "walkins:proposal-list": Door(may=RECORDING),
    "walkins:proposal-create": Door(may=HEADING, post=True),
    "walkins:proposal-several": Door(may=HEADING, post=True),
    "walkins:proposal-detail": Door(may=RECORDING, row="proposal", other=COMMITTEE, post=True),
    "walkins:proposal-letter": Door(may=RECORDING, row="proposal", other=COMMITTEE),
    "walkins:proposal-accept": Door(**ANSWER),
    "walkins:proposal-decline": Door(**ANSWER),
    "walkins:proposal-agree": Door(**ANSWER | {"may": HEADING}),
    "walkins:proposal-stop": Door(**ANSWER),
    # hand-overs and classes that graduate
    "walkins:handover-list": Door(may=COMMITTEE),
    "walkins:handover-detail": Door(may=COMMITTEE, row="holder", post=True),
    "walkins:handover-print": Door(may=COMMITTEE, row="holder"),
    "walkins:graduation": Door(may=COMMITTEE, post=True),
    # the same of a family: "own" is for the member, of a family of the head's class
    "walkins:familyproposal-detail": Door(
        may=RECORDING, row="family_proposal", other=COMMITTEE, post=True
    ),
    "walkins:familyproposal-accept": Door(**FAMILY_ANSWER),
    "walkins:familyproposal-decline": Door(**FAMILY_ANSWER),
    "walkins:familyproposal-stop": Door(**FAMILY_ANSWER),
    "walkins:pairing-detail": Door(may=PAIRED, row="pairing", other=COMMITTEE),
    "walkins:pairing-end": Door(may=COMMITTEE, row="pairing", post=True),
    "walkins:phone-reveal": Door(may=PAIRED, row="pairing", other=COMMITTEE, get=False, post=True),
    "walkins:contact-create": Door(may=PAIRED, post=True),
    # recorded by the head teacher for the member; by the committee for a stranger
    "walkins:claim-detail": Door(
        may=PAIRED, row="claim", own=RECORDING, other=COMMITTEE, post=True
    ),
    "walkins:contact-helped": Door(may=EMPLOYED),
    # goals: their pair and the committee; 学习情况 also the head teacher of the class
    "walkins:goal-create": Door(row="pairing", **PAIR),
    "walkins:goal-step": Door(row="goal", get=False, **PAIR),
    "walkins:goal-drop": Door(row="goal", get=False, **PAIR),
    "walkins:progress-create": Door(may=RECORDING, row="pairing", other=COMMITTEE, post=True),
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
    # members linked to a class, and its page: of the other class the member is the linked one, who sees no pupil by it
    "walkins:classposting-list": Door(may=HEADING | MEMBER),
    "walkins:classposting-create": Door(may=COMMITTEE, post=True),
    "walkins:classposting-end": Door(may=COMMITTEE, row="posting", post=True),
    "walkins:class-detail": Door(
        may=HEADING | MEMBER,
        row="class_page",
        own=HEADING,
        other=COMMITTEE | MEMBER,
        also={"far": COMMITTEE},
    ),
    # class sessions; "own" is of the head's class, and the member helped at it
    "walkins:session-grid": Door(may=EMPLOYED),
    "walkins:session-create": Door(may=NEEDING, post=True),
    "walkins:session-detail": Door(
        may=EMPLOYED, row="session", own=NEEDING | {"member"}, other=EVERY_CLASS | MEMBER
    ),
    "walkins:session-update": Door(may=NEEDING, row="session", other=EVERY_CLASS, post=True),
    "walkins:session-cancel": Door(may=NEEDING, row="session", other=EVERY_CLASS, post=True),
    "walkins:session-photo-add": Door(
        may=NEEDING, row="session", other=EVERY_CLASS, get=False, post=True
    ),
    # campaigns of visits, visits by the batch, and one's own round
    "walkins:campaign-list": Door(may=HEADING),
    "walkins:campaign-create": Door(may=COMMITTEE, post=True),
    "walkins:campaign-detail": Door(may=HEADING, row="campaign", other=COMMITTEE, post=True),
    "walkins:campaign-update": Door(may=COMMITTEE, row="campaign", post=True),
    "walkins:visit-batch": Door(may=RECORDING, post=True),
    "walkins:visit-round": Door(may=SIGNED_IN),
    # plans of which member is linked to which class
    "walkins:plan-list": Door(may=COMMITTEE),
    "walkins:plan-create": Door(may=COMMITTEE, post=True),
    "walkins:plan-detail": Door(may=COMMITTEE, row="plan", post=True),
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
    # visits and pairings with families: the family's pair and visitors, the class's head teacher, the committee
    "walkins:visit-list": Door(may=EMPLOYED),
    "walkins:visit-create": Door(may=VISITING, post=True),
    "walkins:visit-plan": Door(may=VISITING, post=True),
    "walkins:visit-detail": Door(may=EMPLOYED, row="visit", own=VISITING, other=COMMITTEE),
    "walkins:visit-photo-add": Door(row="visit", get=False, **VISITOR),
    "walkins:visit-sheet": Door(may=EMPLOYED, row="visit", own=VISITING, other=COMMITTEE),
    "walkins:visit-sheet-docx": Door(may=EMPLOYED, row="visit", own=VISITING, other=COMMITTEE),
    "walkins:visit-photo": Door(may=EMPLOYED, row="visit_photo", own=VISITING, other=COMMITTEE),
    "walkins:visit-photo-thumb": Door(
        may=EMPLOYED, row="visit_photo", own=VISITING, other=COMMITTEE
    ),
    "walkins:visit-complete": Door(row="planned_visit", **VISITOR),
    "walkins:visit-miss": Door(row="planned_visit", **VISITOR),
    "walkins:visit-update": Door(row="visit", **VISITOR),
    "walkins:visit-withdraw": Door(row="visit", **VISITOR),
    "walkins:visitnote-create": Door(
        may=RECORDING, row="bare_visit", own=MEMBER, other=NOBODY, post=True
    ),
    "walkins:visitnote-detail": Door(
        may=NOTED, row="visitnote", own=MEMBER | COUNSELLOR, other=COUNSELLOR
    ),
    "walkins:visitnote-update": Door(
        may=RECORDING, row="visitnote", own=MEMBER, other=NOBODY, post=True
    ),
    "walkins:visitnote-delete": Door(
        may=RECORDING, row="visitnote", own=MEMBER, other=NOBODY, get=False, post=True
    ),
    # difficulties: a colleague without a family or class opens those of which they are the owner
    "walkins:familyneed-list": Door(may=EMPLOYED),
    "walkins:familyneed-create": Door(may=VISITING, post=True),
    "walkins:familyneed-detail": Door(**DIFFICULTY),
    "walkins:familyneed-update": Door(**DIFFICULTY, post=True),
    "walkins:familyneed-close": Door(**DIFFICULTY, post=True),
    "walkins:familypairing-list": Door(may=VISITING),
    "walkins:familypairing-create": Door(may=COMMITTEE, post=True),
    "walkins:familypairing-detail": Door(may=VISITING, row="family_pairing", other=COMMITTEE),
    "walkins:familypairing-end": Door(may=COMMITTEE, row="family_pairing", post=True),
    "walkins:familypairing-phone": Door(
        may=VISITING, row="family_pairing", other=COMMITTEE, get=False, post=True
    ),
    # books of aid: the committee alone; heads and pairs read their children's lines on other pages
    "walkins:drive-list": Door(may=COMMITTEE),
    "walkins:drive-create": Door(may=COMMITTEE, post=True),
    "walkins:drive-detail": Door(may=COMMITTEE, row="drive", post=True),
    "walkins:drive-update": Door(may=COMMITTEE, row="drive", post=True),
    "walkins:income-create": Door(may=COMMITTEE, row="drive", post=True),
    "walkins:aid-detail": Door(may=COMMITTEE, row="aid", post=True),
    "walkins:aid-reverse": Door(may=COMMITTEE, row="aid", post=True),
    "walkins:aid-withdraw": Door(may=COMMITTEE, row="aid", get=False, post=True),
    # hours of head teachers: a member sees their own; the committee writes why some lack
    "walkins:head-list": Door(may=COMMITTEE | {"member"}),
    "walkins:head-print": Door(may=COMMITTEE),
    "walkins:waiver-create": Door(may=COMMITTEE, row="head_post", other=NOBODY, post=True),
    "walkins:waiver-update": Door(may=COMMITTEE, row="waiver", post=True),
}
