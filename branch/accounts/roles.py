"""What each granted role and each fact about a person allows; the whole table, once.

Rows are narrowed further by `visible_to(user)`: a permission says which doors, not which rows.
"""

from .models import Role

STAFF = {
    "core.use_desk",
    "activities.view_activity",
    "school.find_people",
    "school.view_term",
}
CLASSES = {"school.view_schoolclass"}
# Guardians' telephones; whose, `visible_to` says
FAMILIES = {"school.view_guardian", "school.change_guardian"}
ROLL = CLASSES | {"school.view_student"}
GRANTING = {"accounts.propose_role"}
OVERVIEW = {"portal.view_coverage", "portal.view_ledger", "portal.export_ledger"}
PAIR = {"walkins.view_pairing", "walkins.add_contact"}
OWN_PAGE = {"members.view_own_member", "members.write_flagpage"}
NEEDS = {"walkins.view_supportneed", "walkins.add_supportneed"}
WRITE = {"news.view_article", "news.add_article", "news.change_article"}
HOLD = {"activities.add_activity", "activities.change_activity"}
REFERENCE = {
    f"{app}.{verb}_{model}"
    for app, model in (
        ("activities", "programme"),
        ("news", "column"),
        ("members", "standard"),
        ("school", "subject"),
        ("core", "figure"),
    )
    for verb in ("view", "add", "change")
}

COMMITTEE = (
    STAFF
    | ROLL
    | OVERVIEW
    | PAIR
    | NEEDS
    | WRITE
    | HOLD
    | FAMILIES
    | OWN_PAGE
    | {
        "activities.announce_activity",
        "activities.view_attendance_reason",
        "core.add_excuse",
        "members.approve_flagpage",
        "members.change_member",
        "members.view_member",
        "news.publish_article",
        "news.withdraw_article",
        "school.view_every_guardian",
        "school.view_staff",
        "walkins.add_pairing",
        "walkins.change_supportneed",
        "walkins.end_pairing",
    }
)

ROLES = {
    Role.COMMITTEE: COMMITTEE,
    Role.SECRETARY: COMMITTEE | REFERENCE | GRANTING | {"core.use_admin"},
    Role.EDITOR: STAFF | WRITE,
    Role.COUNSELLOR: STAFF
    | ROLL
    | NEEDS
    | HOLD
    | {"walkins.view_pairing", "walkins.follow_open_needs"},
    Role.ADMIN: STAFF
    | ROLL
    | GRANTING
    | {
        "accounts.issue_link",
        "core.change_siteprofile",
        "core.use_admin",
        "core.view_siteprofile",
        "school.change_roll",
        "school.change_staff",
        "school.change_term",
        "school.import_roster",
        "school.view_staff",
    },
}

FACTS = {
    "staff": STAFF,
    "member": PAIR | OVERVIEW | OWN_PAGE,
    "head": PAIR | NEEDS | OVERVIEW | CLASSES | FAMILIES,
    "pair": PAIR,
}
