from branch.accounts.roles import ALL, Row

Row("coverage", "coverage.view_coverage", member="own", head="own class", committee=ALL)
Row(
    "coverage of the whole branch, by class and by week",
    "coverage.view_boardsnapshot",
    committee=ALL,
)
Row("reminded on Mondays, own address", "coverage.change_mailbox", member=ALL, committee=ALL)
Row("reminded on the day", "coverage.daily_reminder", committee=ALL)
Row("excuse from a duty for a while", "coverage.add_excuse", committee=ALL)
Row("correct what the public was told", "core.change_publishedfigure", committee=ALL)
