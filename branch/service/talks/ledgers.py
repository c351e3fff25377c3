from django.db.models import IntegerField
from django.db.models.functions import Coalesce

from branch.activities.models import Activity, Kind
from branch.ledgers.ledger import Column, Ledger, Record
from branch.service.parents.models import ParentSignUp, people_at, with_came


def format_of(event):
    """讲座; empty of another programme that counts as 家长学校."""
    return event.get_format_display() or None


def speakers_of(event):
    """苏清和（本校）、林向晖（市心理卫生协会）"""
    speakers = [part for part in event.parts.all() if part.role == "speaker"]
    names = (f"{part.staff}（本校）" if part.staff else str(part.speaker) for part in speakers)
    return "、".join(names) or None


def grades_of(event):
    opening = getattr(event, "parent_opening", None)
    return opening.audience_says if opening else None


def materials_of(event):
    return "、".join(str(row) for row in event.materials.all()) or None


def our_speakers_of(event):
    return "、".join(str(part.staff) for part in event.parts.all() if _is_ours(part)) or None


def _is_ours(part):
    return part.role == "speaker" and part.staff_id is not None


def community_of(event):
    """The partner it is held with, else the place."""
    return str(event.partner or event.place)


def hours_of(event):
    """1.5; None where its end was not written."""
    if event.ends_at is None:
        return None
    minutes = round((event.ends_at - event.starts_at).total_seconds() / 60)
    return round(minutes / 60, 1) if minutes % 60 else minutes // 60


class OfTalks:
    """The rows of a ledger of what was held of one kind, also of other programmes that count for it; for everybody on the desk."""

    permission = "ledgers.view_ledger"
    kind = None

    def rows(self, user, *, period, filters):
        held = Activity.objects.visible_to(user).done().counting_as([self.kind]).within(period)
        return held.with_people().order_by("starts_at", "pk")

    def scope_of(self, user, *, on):
        return "全支部"


class ParentSchoolLedger(OfTalks, Ledger):
    """家长学校登记表; how many had signed up stays when the families are deleted."""

    slug, title, order = "parent-school", "家长学校登记表", 190
    kind = Kind.PARENT_SCHOOL
    record = Record("activities:activity-detail", "activities.view_activity")
    columns = (
        Column("日期", "day", 10, sort=("starts_at",)),
        Column("主题", "title", 20),
        Column("形式（讲座/座谈/沙龙）", format_of, 7),
        Column("主讲人及单位", speakers_of, 14),
        Column("对象年级", grades_of, 10),
        Column("地点", "place", 10),
        Column("报名人数", "signed_up_people", 6),
        Column("到场人数", "came_people", 6),
        Column("资料名称", materials_of, 16),
    )

    def rows(self, user, *, period, filters):
        rows = super().rows(user, period=period, filters=filters)
        rows = rows.select_related("parent_opening").prefetch_related("materials")
        signed_up = people_at(ParentSignUp.objects.confirmed(), "people_count")
        return with_came(rows).annotate(
            signed_up_people=Coalesce(
                "parent_opening__signed_up_count", signed_up, output_field=IntegerField()
            )
        )


class CommunityLectureLedger(OfTalks, Ledger):
    """社区大讲堂登记表."""

    slug, title, order = "community-lectures", "社区大讲堂登记表", 195
    kind = Kind.COMMUNITY_LECTURE
    record = Record("activities:activity-detail", "activities.view_activity")
    columns = (
        Column("日期", "day", 10, sort=("starts_at",)),
        Column("题目", "title", 20),
        Column("主讲党员", our_speakers_of, 10),
        Column("社区", community_of, 12),
        Column("听众人数", "audience_count", 7),
        Column("时长（小时）", hours_of, 7),
    )

    def rows(self, user, *, period, filters):
        return super().rows(user, period=period, filters=filters).select_related("partner")
