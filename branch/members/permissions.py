from branch.accounts.roles import ALL, Row

Row("own page as a member", "members.view_own_member", member="own", committee="own")
Row("own public page", "members.write_flagpage", member=ALL, committee=ALL)
Row("approve another's public page", "members.approve_flagpage", committee=ALL)
Row(
    "roll of members and what changes in it",
    "members.view_member",
    "members.change_member",
    committee=ALL,
)
Row("import members", "members.import_member", admin=ALL)
Row(
    "standards",
    "members.view_standard",
    "members.add_standard",
    "members.change_standard",
    secretary=ALL,
)
