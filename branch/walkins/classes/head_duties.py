"""党员班主任上岗学时: head teachers who are members have the psychology hours."""

from django.core.cache import cache
from django.db.models import F, Q, Subquery, Value
from django.utils import timezone

from branch.accounts.backends import standing_of
from branch.core import periods
from branch.core.addresses import address_of
from branch.coverage.duty import Duty, Gap, done_once
from branch.school.groups import ByClass
from branch.school.models import HeadTeacherPost

from .models import (
    head_hours_url,
    hour_rules,
    hours_of,
    member_posts,
    next_training,
    sees_all,
    with_psychology_hours,
    with_waiver_on,
)

CACHE_SECONDS = 60


class HeadTeachersHaveHours(ByClass, Duty):
    """A post whose holder is a member is met by hours of the period; a waiver says why they lack, and meets nothing."""

    key, title, track = "walkins.head_hours", "党员班主任上岗学时", "class"
    short = "党员班主任学时"
    gap_title, unit, order = "还差学时的党员班主任", "名", 160
    # a head teacher who is not a member has no row of it
    permission = "walkins.view_headteacherwaiver"
    note = "上岗前要有规定的学时，先上岗的要补上。"
    missing_says, verb = "{count} 名党员班主任还差学时", "看"

    def bound(self, *, on):
        return member_posts(HeadTeacherPost.objects.active_on(on), on=on)

    def seen_by(self, rows, user, *, on, today):
        """All posts for the committee, which writes waivers; else one's own."""
        may_write = sees_all(user)
        rows = rows if may_write else rows.filter(staff__user=user)
        return rows.annotate(may_write=Value(may_write))

    def figures(self, *, on):
        """Cached for a minute: the board and the desk ask for them at every request."""
        return cache.get_or_set(f"walkins.hour_rules:{on}", lambda: hour_rules(on), CACHE_SECONDS)

    def with_done(self, rows, *, on, needed, months):
        rows = with_psychology_hours(rows, on=on, needed=needed, months=months, staff="staff")
        rows = with_waiver_on(rows, on)
        return rows.annotate(
            entry_year=F("school_class__entry_year"),
            class_number=F("school_class__number"),
            **done_once(Q(held_tenths__gte=needed)),
        )

    def may_concern(self, user, *, on):
        return "head" in standing_of(user)

    def assigned_to(self, rows, user, *, on):
        return rows.filter(staff__user=user)

    def unassigned(self, rows, *, on):
        """Those whose holder cannot sign in, and those of which nobody has written why."""
        return rows.filter(Q(staff__user=None) | Q(waiver_id=None))

    def listed(self, rows, *, on):
        coming = next_training(on)
        rows = rows.select_related("staff", "school_class").annotate(
            training=Subquery(coming.values("title")),
            training_at=Subquery(coming.values("starts_at")),
        )
        return rows.order_by("-entry_year", "class_number", "pk")

    def gap(self, row, *, on):
        is_over = row.waived_until and row.waived_until < on
        return Gap(
            subject=row,
            since=row.from_on,
            # its own day is over, so it is asked for this week
            due_on=periods.week(on).end if is_over else row.waived_until,
            user_ids=frozenset({row.staff.user_id} - {None}),
            says=f"{hours_of(row).says}。{_waived(row)}",
            plans=_coming(row),
            title=f"{row.staff}的班主任上岗学时",
            group=row.school_class.name_on(on),
            **_next_step(row, on=on),
        )


def _waived(post):
    if post.waived_until:
        return f"先上岗后补学：至 {_spoken(post.waived_until)}。"
    return "还没有写先上岗后补学的原因。" if post.may_write else ""


def _coming(post):
    if not post.training_at:
        return ""
    return f"下一场：{_spoken(timezone.localdate(post.training_at))} {post.training}"


def _spoken(day):
    return f"{day.month}月{day.day}日"


def _next_step(post, *, on):
    """The fields of a `Gap` that lead to the form of a waiver, or else to the page of hours."""
    if post.may_write and not post.waiver_id:
        return {"url": address_of("walkins:waiver-create", post.pk), "button": "写原因"}
    return {"url": head_hours_url(on), "button": "查看学时"}
