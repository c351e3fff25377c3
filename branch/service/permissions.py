from branch.accounts.permissions import EVERYONE
from branch.accounts.roles import ALL, Row

Row(
    "own registration at residence, own deeds",
    "service.view_own_register",
    member="own",
    committee="own",
)
Row(
    "registrations at residence and deeds of all",
    "service.view_communityregistration",
    "service.change_communityregistration",
    "service.change_servicedeed",
    "service.change_checklistitem",
    committee=ALL,
)
Row(
    "open an event to families, read who signed up",
    "service.view_parentopening",
    "service.add_parentopening",
    "service.change_parentopening",
    committee=ALL,
    counsellor="own events",
)
Row("every event open to families", "service.view_every_parentopening", committee=ALL)
Row("keep the door of an event with a part in it", "service.keep_door", **EVERYONE)
Row(
    "recommend books",
    "service.view_bookrecommendation",
    "service.add_bookrecommendation",
    committee=ALL,
    editor=ALL,
)
Row(
    "release another's book or file to the public, take one back",
    "service.release_text",
    committee=ALL,
)
Row(
    "speakers: who can talk on what, who agreed to be named",
    "service.view_speakercard",
    "service.change_speakercard",
    committee=ALL,
    counsellor=ALL,
)
Row(
    "speeches under the flag",
    "service.view_flagspeech",
    "service.change_flagspeech",
    committee=ALL,
    editor=ALL,
)
