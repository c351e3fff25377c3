from branch.coverage.notices import NoticeKind


class MovedUp(NoticeKind):
    """For a colleague who waited for a role and got a place; gone when they withdraw or the list is confirmed."""

    key, address = "activities.moved_up", "activities:opening-detail"
    title, detail = "您候补的岗位有名额了", "{day}的活动，已经为您补上"
    button, icon = "查看报名", "users"


class EventCancelled(NoticeKind):
    """For colleagues who signed up for an activity that does not take place."""

    key, address = "activities.cancelled", "activities:activity-detail"
    title, detail = "您报名的活动取消了", "{day}的活动，{by} 取消"
    button, icon, tone = "查看原因", "calendar", "warm"


class EventMoved(EventCancelled):
    """For colleagues who signed up for an activity whose time was changed."""

    key, address = "activities.moved", "activities:opening-detail"
    title, detail = "您报名的活动改了时间", "改到{day}，{by} 修改"
    button = "查看时间"
