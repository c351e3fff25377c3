from branch.core.contributions import Entry, menu, quick, tabs

BRANCH = "支部工作"

menu(
    Entry(
        "组织生活与活动",
        "calendar",
        "activities:activity-list",
        210,
        "activities.view_activity",
        BRANCH,
    )
)
menu(
    Entry(
        "志愿服务",
        "bus",
        "activities:opening-list",
        215,
        "activities.add_registration",
        BRANCH,
    )
)
quick(Entry("新建活动", "calendar", "activities:activity-create", 210, "activities.add_activity"))
tabs(Entry("活动", "calendar", "activities:activity-list", 210, "activities.view_activity"))
