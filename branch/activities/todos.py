from django.db.models import Exists, OuterRef

from branch.core.addresses import address_of
from branch.core.contributions import Todo, TodoSource
from branch.core.templatetags.portal_format import day as spoken_day

from .menu import HOURS_TO_SEE
from .models import Activity, Opening, Registration

UPCOMING_COUNT = 4


def on_desk(user, *, at):
    """The activities the user is to write up or whose hours to confirm, and the next few to come, read once a request."""
    if not hasattr(user, "desk_activities"):
        own = Registration.objects.standing().of(user).filter(opening=OuterRef("opening"))
        also = Opening.objects.run_by(user).to_confirm(at).order_by().values("activity")
        rows = Activity.objects.on_the_desk_of(user, at=at, count=UPCOMING_COUNT, also=also)
        user.desk_activities = list(rows.annotate(is_joined=Exists(own)))
        for row in user.desk_activities:
            row.join_says = _join_says(row, at=at)
    return user.desk_activities


def _join_says(activity, *, at):
    """报名 while one may sign up, 已报名 for one who has; else nothing."""
    if activity.is_joined:
        return "已报名"
    is_open = hasattr(activity, "opening") and activity.opening.is_open_at(at)
    return "报名" if is_open else ""


class Unrecorded(TodoSource):
    """Planned activities that have begun and whose record this user is to write."""

    key, order = "activities.unrecorded", 10

    def todos(self, user, *, at, site):
        for activity in on_desk(user, at=at):
            if activity.starts_at <= at and not hasattr(activity, "opening"):
                yield Todo(
                    title=f"补充活动记录：{activity.title}",
                    note=f"{spoken_day(activity.starts_at)} {activity.place} · {activity.series}",
                    url=activity.get_absolute_url(),
                    button="补充活动记录",
                    tag="待补记录",
                )


class HoursToConfirm(TodoSource):
    """Events that have begun and whose list of hours this user is to confirm."""

    key, order = "activities.hours_to_confirm", 11

    def todos(self, user, *, at, site):
        for activity in on_desk(user, at=at):
            if activity.starts_at > at or not hasattr(activity, "opening"):
                continue
            yield Todo(
                title=f"确认服务时长：{activity.title}",
                note=f"{spoken_day(activity.starts_at)} {activity.place} · {activity.series}",
                url=address_of("activities:hours-confirm", activity.pk),
                button="确认时长",
                tag="待确认",
            )


class HoursToSee(TodoSource):
    """Hours of service that another entered, until a second of the committee has seen them."""

    key, order = "activities.hours_to_see", 12

    def todos(self, user, *, at, site):
        # the committee runs every event, so what others proposed is what it may confirm
        count = getattr(user, HOURS_TO_SEE, 0)
        if count and user.has_perm("activities.view_attendance_reason"):
            yield Todo(
                title=f"{count} 条服务时长还没有确认",
                note="别人补登的，还没有计入，请您看一看。",
                url=address_of("activities:proposal-list"),
                button="查看",
                tag="待确认",
            )
