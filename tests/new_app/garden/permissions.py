from branch.accounts.roles import ALL, Row

Row("see plants", "garden.view_plant", staff="own", committee=ALL)
Row("water plants", "garden.water_plant", gardener="own")
Row("import plants", "garden.import_plant", admin=ALL)
Row("change plants", "garden.change_plant", committee=ALL)
