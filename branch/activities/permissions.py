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
Row(
    "sign up for an event, see one's own hours of service",
    "activities.add_registration",
    "activities.view_servicestatement",
    "activities.add_servicestatement",
    **EVERYONE,
)
Row("run the sign-up of an activity one hosts or logged", "activities.change_opening", **EVERYONE)
Row("enter pupils for an event", "activities.enter_pupils", head="own class", committee=ALL)
Row("partners, what was agreed with them", "activities.view_partner", member=ALL, committee=ALL)
Row(
    "write partners, their contacts and papers",
    "activities.add_partner",
    "activities.change_partner",
    committee=ALL,
)
