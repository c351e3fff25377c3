from branch.accounts.roles import ALL, Row

Row(
    "own registration at residence, own deeds",
    "service.view_own_register",
    member="own",
    committee="own",
)
Row(
    "registrations at residence and deeds of all",
    "service.view_communityregistration",
    "service.change_communityregistration",
    "service.change_servicedeed",
    "service.change_checklistitem",
    committee=ALL,
)
