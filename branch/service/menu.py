from branch.core.contributions import Entry, menu

HOME_SCHOOL = "家校社共育"

menu(
    Entry(
        "家长报名",
        "users",
        "service:parentopening-list",
        310,
        "service.view_parentopening",
        HOME_SCHOOL,
    ),
    Entry("到场登记", "check", "service:door-list", 312, "service.keep_door", HOME_SCHOOL),
)
