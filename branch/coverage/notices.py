"""What a notice may say: kinds of notices, which apps declare in their `notices.py`."""

from itertools import groupby
from string import Formatter

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils import timezone

from branch.core import periods
from branch.core.addresses import address_of
from branch.core.registry import Declared

TITLE, DETAIL = {"count", "day"}, {"count", "day", "by"}


class NoticeKind(Declared):
    """The words of a notice: its title, one line below it, its button, and the page of its work.

    The words are constants of the code; only a count, a day or the colleague who acted is filled in. So neither
    can name a pupil.
    """

    # `title` takes {count} and {day}, `detail` also {by}; `address` is the name of a URL with the subject's number
    key = title = button = address = ""
    detail, icon, tone = "{by}", "bell", ""

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        for text, allowed in ((cls.title, TITLE), (cls.detail, DETAIL)):
            found = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
            if not text or found - allowed:
                raise ImproperlyConfigured(f"{cls.key}: {text!r} may be filled by {allowed} alone")
        if not cls.button:
            raise ImproperlyConfigured(f"{cls.key} needs a button")

    def title_of(self, notice):
        return self.title.format(**_facts(notice))

    def details(self, notices, *, user, on):
        """{id of a notice: the line below its title}, of this kind's notices on a page of the user.

        Another kind may read its subjects for it, in as many queries for one as for many. It names no pupil.
        """
        return {
            notice.pk: self.detail.format(by=notice.by or "", **_facts(notice))
            for notice in notices
        }

    def open_to(self, rows, user):
        """The rows of a subject that are there for the user: not deleted, not void, not closed to them."""
        return rows.visible_to(user) if hasattr(rows, "visible_to") else rows

    def url_of(self, notice, *, on):
        """The address where the work is done, on the day."""
        return address_of(self.address, notice.subject_id)


class DueThisWeek(NoticeKind):
    """For a user, on Mondays, about the own to-dos that fall due; the next one takes its place. Its subject is the user."""

    key = "coverage.due_this_week"
    title, detail = "本周有 {count} 件事到期", "{day}提醒，都在待办事项里"
    button, icon = "查看待办", "calendar"

    def open_to(self, rows, user):
        return rows.filter(pk=user.pk)

    def url_of(self, notice, *, on):
        return reverse(settings.LOGIN_REDIRECT_URL)


class DueToday(DueThisWeek):
    """For the committee, on other workdays, about the own to-dos that fall due on that day."""

    key = "coverage.due_today"
    title = "当天有 {count} 件事到期"


def _facts(notice):
    day = notice.day
    return {"count": notice.count, "day": f"{day.month}月{day.day}日" if day else ""}


def with_details(notices, *, user, on):
    """Return these notices in their order, each with its line as `detail`."""
    for key, rows in groupby(sorted(notices, key=_kind), key=_kind):
        rows = list(rows)
        details = NoticeKind.of(key).details(rows, user=user, on=on)
        for row in rows:
            row.detail = details[row.pk]
    return notices


def _kind(notice):
    return notice.kind


def by_age(notices, *, on):
    """[(今天, 本周 or 更早, notices)] in their order, by the day on which each was made."""
    monday = periods.week(on).start

    def age(notice):
        day = timezone.localdate(notice.told_at)
        return "今天" if day >= on else "本周" if day >= monday else "更早"

    return [(label, list(rows)) for label, rows in groupby(notices, key=age)]
