from branch.accounts.permissions import EVERYONE
from branch.accounts.roles import ALL, Row

Row("activities: list and pages", "activities.view_activity", **EVERYONE)
Row(
    "log an activity",
    "activities.add_activity",
    "activities.change_activity",
    committee=ALL,
    counsellor=ALL,
)
Row("announce an activity to the public", "activities.announce_activity", committee=ALL)
Row("why somebody was absent", "activities.view_attendance_reason", committee=ALL)
Row(
    "programmes",
    "activities.view_programme",
    "activities.add_programme",
    "activities.change_programme",
    secretary=ALL,
)
