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
    "volunteer teams: read those one belongs to, keep those one leads",
    "service.view_volunteerteam",
    "service.change_volunteerteam",
    volunteer="own teams",
    committee=ALL,
    counsellor="own teams",
)
Row(
    "every volunteer team, the training of its people",
    "service.view_every_volunteerteam",
    committee=ALL,
)
Row("start a volunteer team", "service.add_volunteerteam", committee=ALL, counsellor=ALL)
Row(
    "series of service, the stops of trips, topics of consultations, every tally",
    "service.view_series",
    "service.add_series",
    "service.change_series",
    "service.change_consulttopic",
    committee=ALL,
)
Row("tally consultations at an event with a part in it", "service.keep_tally", **EVERYONE)
Row(
    "recommend books",
    "service.view_bookrecommendation",
    "service.add_bookrecommendation",
    committee=ALL,
    editor=ALL,
)
Row(
    "release another's book, file or speech to the public, take one back",
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
