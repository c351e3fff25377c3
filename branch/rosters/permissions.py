from branch.accounts.roles import ALL, Row

# which kinds of roster, each importer says
Row("import rosters", "rosters.view_importbatch", admin=ALL)
