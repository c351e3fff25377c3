from branch.accounts.permissions import EVERYONE
from branch.accounts.roles import ALL, Row

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
