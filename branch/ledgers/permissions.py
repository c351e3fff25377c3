from branch.accounts.roles import ALL, Row

Row(
    "ledgers, exports",
    "ledgers.view_ledger",
    "ledgers.export_ledger",
    member="own",
    head="own class",
    committee=ALL,
)
