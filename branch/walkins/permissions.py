from branch.accounts.roles import ALL, Row

OWN_PAIRS = {"member": "own pairs", "head": "own pairs", "pair": "own pairs"}

Row(
    "pairings and their contacts",
    "walkins.view_pairing",
    counsellor="open needs",
    committee=ALL,
    **OWN_PAIRS | {"head": "own class"},
)
Row("record a contact", "walkins.add_contact", committee=ALL, **OWN_PAIRS)
Row(
    "record a contact for a colleague",
    "walkins.add_contactclaim",
    counsellor="open needs",
    committee=ALL,
    **OWN_PAIRS | {"head": "own class"},
)
Row("set a goal, say how it stands", "walkins.add_goal", committee=ALL, **OWN_PAIRS)
Row(
    "record a student's level in a subject",
    "walkins.add_progress",
    committee=ALL,
    **OWN_PAIRS | {"head": "own class"},
)
Row("open a sealed note", "walkins.view_contactnote", counsellor=ALL, **OWN_PAIRS)
Row("write, rewrite, delete a sealed note", "walkins.add_contactnote", **OWN_PAIRS)
Row("read every sealed note", "walkins.read_every_note", counsellor=ALL)
Row(
    "raise a need",
    "walkins.view_supportneed",
    "walkins.add_supportneed",
    head="own class",
    committee=ALL,
    counsellor=ALL,
)
Row("close a need", "walkins.change_supportneed", committee=ALL)
Row("follow students with an open need", "walkins.follow_open_needs", counsellor=ALL)
Row(
    "proposals of a pairing",
    "walkins.view_pairingproposal",
    member="own",
    head="own class",
    committee=ALL,
)
Row("propose a pairing", "walkins.propose_pairing", head="own class", committee=ALL)
Row("start, end a pairing", "walkins.add_pairing", "walkins.end_pairing", committee=ALL)

FAMILIES = {
    "member": "own families",
    "head": "own class",
    "family_pair": "own families",
    "committee": ALL,
}

Row("hardship, pairings with families", "walkins.view_familypairing", **FAMILIES)
Row(
    "start, end a pairing with a family",
    "walkins.add_familypairing",
    "walkins.end_familypairing",
    committee=ALL,
)
Row(
    "import the list of hardship families",
    "walkins.import_hardship",
    "rosters.view_importbatch",
    committee=ALL,
)
Row(
    "record, plan, correct a home visit",
    "walkins.add_homevisit",
    **FAMILIES | {"member": "own families and students"},
)
Row("home visits", "walkins.view_homevisit", staff="own visits", **FAMILIES)
Row(
    "difficulties of families",
    "walkins.view_familyneed",
    "walkins.change_familyneed",
    staff="own tasks",
    **FAMILIES,
)
Row("raise a difficulty", "walkins.add_familyneed", **FAMILIES)
Row("campaigns of visits", "walkins.view_visitcampaign", head="own class", committee=ALL)
Row(
    "set up campaigns of visits",
    "walkins.add_visitcampaign",
    "walkins.change_visitcampaign",
    committee=ALL,
)

Row("aid that reached a student", "walkins.view_aid", **FAMILIES)
Row(
    "books of aid: enter, approve, reverse",
    "walkins.view_drive",
    "walkins.add_drive",
    "walkins.change_drive",
    "walkins.add_aid",
    "walkins.change_aid",
    committee=ALL,
)

CLASSES = {"head": "own class", "linked": "own classes", "committee": ALL}

Row("members linked to a class, its page", "walkins.view_classposting", **CLASSES)
Row(
    "link members to classes, plan it",
    "walkins.add_classposting",
    "walkins.end_classposting",
    committee=ALL,
)
Row(
    "class sessions",
    "walkins.view_classsession",
    staff="own sessions",
    counsellor=ALL,
    **CLASSES,
)
Row(
    "record a class session",
    "walkins.add_classsession",
    head="own class",
    committee=ALL,
    counsellor=ALL,
)
Row(
    "record a session of every class",
    "walkins.record_every_classsession",
    committee=ALL,
    counsellor=ALL,
)
Row(
    "psychology hours for head teachers",
    "walkins.view_headteacherwaiver",
    member="own",
    committee=ALL,
)
Row(
    "record, correct why a head teacher lacks hours",
    "walkins.add_headteacherwaiver",
    committee=ALL,
)
Row(
    "themes of class sessions",
    "walkins.view_sessiontheme",
    "walkins.add_sessiontheme",
    "walkins.change_sessiontheme",
    secretary=ALL,
)
