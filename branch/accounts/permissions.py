from .roles import ALL, Row

EVERYONE = {"staff": ALL, "committee": ALL, "editor": ALL, "counsellor": ALL, "admin": ALL}

Row("own desk, own account", "core.use_desk", **EVERYONE)
Row("name who holds a role, with the other hand", "accounts.propose_role", secretary=ALL, admin=ALL)
Row("give sign-ins, reset, unlock", "accounts.issue_link", admin=ALL)
Row("open the reference data", "core.use_admin", secretary=ALL, admin=ALL)
Row(
    "figures of policy",
    "core.view_figure",
    "core.add_figure",
    "core.change_figure",
    secretary=ALL,
)
Row("site profile", "core.view_siteprofile", "core.change_siteprofile", admin=ALL)
