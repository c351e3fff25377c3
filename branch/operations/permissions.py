from branch.accounts.roles import ALL, Row

Row("when tick last ran, reminders not sent", "operations.view_chorerun", secretary=ALL, admin=ALL)
