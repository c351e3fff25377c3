"""Members who head a class, trainings with psychology hours, and waivers."""

from datetime import date

from branch.walkins.models import HeadTeacherWaiver
from tests.activities.factories import at, attend, make_activity
from tests.factories import make_class, make_head, make_member, make_user

SEPTEMBER = date(2026, 9, 1)
REASON = "8 月下旬接任，带队参加比赛。"


def make_member_head(*roles, school_class=None, from_on=SEPTEMBER, **fields):
    """The post of a member who heads a class of 初二 since September 2026."""
    member = make_member(*roles, **fields)
    school_class = school_class or make_class()
    make_head(school_class, staff=member.staff, from_on=from_on)
    return member.staff.head_posts.get()


def make_training(*staff, hours=6, psychology_hours=6, starts_at=None, **fields):
    """A training on 27 August 2026, at which these colleagues were present."""
    facts = {"title": "倾听与转介", "hours": hours, "psychology_hours": psychology_hours}
    starts_at = starts_at or at(2026, 8, 27, 8, 30)
    activity = make_activity("班主任上岗培训", starts_at=starts_at, **(facts | fields))
    for person in staff:
        attend(activity, person)
    return activity


def make_waiver(post=None, **fields):
    """Why a post began without the hours, which follow by the end of the year."""
    post = post or make_member_head()
    return HeadTeacherWaiver.objects.create(
        **{
            "post": post,
            "staff": post.staff,
            "reason": REASON,
            "recorded_on": SEPTEMBER,
            "make_up_by": date(2026, 12, 31),
            "recorded_by": fields.pop("by", None) or make_user(),
            **fields,
        }
    )
