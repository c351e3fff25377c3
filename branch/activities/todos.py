from branch.core.contributions import Todo, TodoSource
from branch.core.templatetags.portal_format import day as spoken_day

from .models import Activity

UPCOMING_COUNT = 4


def on_desk(user, *, at):
    """Return the activities the user is to write up and the next few to come, read once a request."""
    if not hasattr(user, "desk_activities"):
        rows = Activity.objects.on_the_desk_of(user, at=at, count=UPCOMING_COUNT)
        user.desk_activities = list(rows)
    return user.desk_activities


class Unrecorded(TodoSource):
    """Planned activities that have begun and whose record this user is to write."""

    key, order = "activities.unrecorded", 10

    def todos(self, user, *, at, site):
        for activity in on_desk(user, at=at):
            if activity.starts_at <= at:
                yield Todo(
                    title=f"补充活动记录：{activity.title}",
                    note=f"{spoken_day(activity.starts_at)} {activity.place} · {activity.series}",
                    url=activity.get_absolute_url(),
                    button="补充活动记录",
                    tag="待补记录",
                )
