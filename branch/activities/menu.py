from branch.core.contributions import Entry, counted, menu, quick, tabs

from .models import Registration

BRANCH = "支部工作"
# what waits for the committee, as an attribute that the query for the account counts
HOURS_TO_SEE = "hours_to_see"


@counted(HOURS_TO_SEE)
def hours_to_see(user):
    return Registration.objects.proposed_by_others(user)


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
