"""Ledger 11, 志愿服务和党员服务直通车: what the branch did for the community, event by event, in numbers."""

from django.db.models import Count, Q, Sum

from branch.ledgers.ledger import Column, Ledger, Record

from .models import Activity, Area
from .turnout import SERVED, hours_each, plain, pupil_count_of, served_count_of, with_turnout

NOTE = (
    "参加党员按活动当天是不是党员算；时长只算确认过的、党员的，名单还没有确认的空着，非党员教职工的时长在各人的“我的服务”里。"
    "学生只记人数，没有时长。"
)


def partner_of(activity):
    return activity.partner and activity.partner.name


def members_of(activity):
    """How many members took part; None while nobody has confirmed the list of an event that was opened."""
    opening = getattr(activity, "opening", None)
    return None if opening and not opening.confirmed_on else activity.member_count


def hours_of(activity):
    return activity.member_hours and plain(activity.member_hours)


def evidence_of(activity):
    opening = getattr(activity, "opening", None)
    return opening and opening.evidence


class ServiceLedger(Ledger):
    """志愿服务和党员服务直通车登记表: events of service that were held, and others that colleagues gave hours to."""

    slug, title, order = "service", "志愿服务和党员服务直通车登记表", 170
    # colleagues do not read each other's hours, and a row with one name and one number would say them
    permission = "activities.view_attendance_reason"
    unit, note = "小时", NOTE
    record = Record("activities:activity-detail", "activities.view_activity")
    columns = (
        Column("日期", "day", 10, sort=("starts_at",)),
        Column("活动名称", "title", 18),
        Column("服务系列", "series", 12),
        Column("地点", "place", 10),
        Column("共建单位", partner_of, 8),
        Column("负责人", "host_names", 7),
        Column("参加党员（名）", members_of, 6),
        Column("参加团员和学生（名）", pupil_count_of, 7),
        Column("服务对象（人次）", served_count_of, 6),
        Column("每人服务时长（小时）", hours_each, 7),
        Column("合计时长（小时）", hours_of, 7),
        Column("佐证材料名称", evidence_of, 14),
    )

    def rows(self, user, *, period, filters):
        given = Q(opening__confirmed_on__isnull=False)
        held = Activity.objects.visible_to(user).done().within(period)
        held = held.filter(Q(programme__area=Area.SERVICE) | given)
        rows = with_turnout(held.with_people()).select_related(
            "programme", "party_group", "partner"
        )
        return rows.order_by("starts_at", "pk")

    def scope_of(self, user, *, on):
        return "全支部"

    def summary(self, rows):
        """合计 of the columns that add up; what nobody counted adds nothing."""
        found = rows.aggregate(
            events=Count("pk"),
            members=Sum("member_count"),
            pupils=Sum("opening__pupil_count"),
            served=Sum(SERVED),
            hours=Sum("member_hours"),
        )
        if not found["events"]:
            return ""
        counts = {name: found[name] or 0 for name in found}
        return (
            f"合计：{counts['events']} 场，参加党员 {counts['members']} 人次，"
            f"团员和学生 {counts['pupils']} 人次，服务对象 {counts['served']} 人次，"
            f"时长 {plain(counts['hours'])} 小时"
        )
