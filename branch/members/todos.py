from django.core.cache import cache
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from branch.core import periods
from branch.core.contributions import Todo, TodoSource

from .models import FlagPage

CACHE_SECONDS = 10 * 60


class FlagPages(TodoSource):
    """Public pages to approve, and the user's own page if it was returned or its year is over.

    Cached under the public stamp, which every change of such a page renews.
    """

    key, order = "members.flag_pages", 60

    def todos(self, user, *, at, site):
        if not user.has_perm("members.write_flagpage"):
            return []
        on, approves = timezone.localdate(at), user.has_perm("members.approve_flagpage")
        key = f"members.flag_pages:{user.pk}:{approves}:{site.public_stamp}:{on}"
        return cache.get_or_set(
            key, lambda: [_todo(page) for page in _waiting(user, on)], CACHE_SECONDS
        )


def _waiting(user, on):
    year = periods.school_year(on).start.year
    mine = Q(state="draft") & ~Q(remark="") | Q(state="approved", school_year=year - 1)
    waiting = Q(member__staff__user=user) & mine
    if user.has_perm("members.approve_flagpage"):
        waiting |= Q(state="submitted") & ~Q(written_by=user)
    rows = FlagPage.objects.filter(waiting).select_related("member__staff")
    return rows.in_roster_order()


def _todo(page):
    if page.state == FlagPage.State.SUBMITTED:
        url = page.get_absolute_url()
        return Todo(f"审核公开页：{page.member}", "本人已同意公开", url, "查看", tag="待审核")
    url = reverse("members:mine")
    if page.remark:
        return Todo("修改我的公开页", page.remark, url, "查看", tag="已退回")
    return Todo("沿用我的公开页", "上学年的页面已到期，点一下就能沿用。", url, "查看", tag="已到期")
