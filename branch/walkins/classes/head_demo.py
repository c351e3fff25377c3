"""Why a head teacher of the fictional school began before the training."""

from datetime import date

from django.db.models import F

from branch.core.contributions import DemoPart
from branch.core.periods import school_year
from branch.school.models import HeadTeacherPost

from .actions import record_waiver
from .models import hour_rules, member_posts, with_psychology_hours

REASON = "8 月下旬接任，上岗培训时还在参加学科培训。"


class HeadTeachers(DemoPart):
    key, title = "walkins.heads", "班主任上岗学时"

    def build(self, school):
        on = school.today
        posts = member_posts(HeadTeacherPost.objects.active_on(on), on=on)
        rows = with_psychology_hours(posts, on=on, staff="staff", **hour_rules(on))
        lacking = rows.filter(held_tenths__lt=F("needed_tenths")).order_by("-from_on", "pk")
        if post := lacking.first():
            by = school.members[1].staff.user
            record_waiver(
                post=post, reason=REASON, make_up_by=_make_up_by(on), on=post.from_on, by=by
            )


def _make_up_by(on):
    """The end of the year, or in spring the end of the summer."""
    year = school_year(on).start.year
    return date(year, 12, 31) if on.month >= 9 else date(year + 1, 8, 20)
