from branch.accounts.permissions import EVERYONE
from branch.accounts.roles import ALL, Row

Row(
    "record that harm was reported, read and correct one's own record",
    "harm.view_harmreport",
    "harm.add_harmreport",
    **dict.fromkeys(EVERYONE, "own"),
)
Row(
    "read every record that harm was reported",
    "harm.view_harmreport",
    "harm.read_every_harmreport",
    crisis=ALL,
)
