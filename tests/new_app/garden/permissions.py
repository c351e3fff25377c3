from branch.accounts.roles import ALL, Row

Row("see plants", "garden.view_plant", staff="own", committee=ALL)
Row("change plants", "garden.change_plant", committee=ALL)
