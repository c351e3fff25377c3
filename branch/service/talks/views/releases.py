"""公开 and 撤回 of a text for the public, by a second person: the same for books, files and speeches."""

from functools import partial

from django.utils import timezone

from branch.core.views import act, version_in
from branch.service.talks import actions
from branch.service.talks.actions.releases import doubts_about

RELEASE = "service.release_text"
SAVED = "已保存。另一个人看过并公开以后，读者才看得到。"


def with_steps(rows, user, site):
    """The rows, each with `doubts` of its words and `may_release`: whether the user is a second person."""
    rows, is_allowed = list(rows), user.has_perm(RELEASE)
    for row in rows:
        row.doubts = doubts_about(row, site)
        row.may_release = is_allowed and row.waits_for(user)
        row.may_take_back = is_allowed and row.is_released
    return rows


def release(request, row, *, back, message):
    """Let the public read a text that another wrote, and return to `back`."""
    facts = {"version": version_in(request), "on": timezone.localdate(), "by": request.user}
    return act(request, partial(actions.release, row, **facts), back=back, message=message)


def take_back(request, row, *, back, message):
    """Take a text out of public pages, and return to `back`."""
    facts = {"version": version_in(request), "by": request.user}
    return act(request, partial(actions.take_back, row, **facts), back=back, message=message)
