from datetime import timedelta

from django.utils import timezone

from branch.core.contributions import Chore
from branch.core.figures import figure

from .figures import NOTICE_DAYS
from .models import Notice
from .snapshots import take_missing


class OldNotices(Chore):
    key, title, interval = "coverage.old_notices", "过期和离校人员的通知", timedelta(days=1)

    def run(self, *, at):
        days = figure(NOTICE_DAYS.key, on=timezone.localdate(at))
        return Notice.objects.expired_at(at, days=days).delete()[0]


class WeeklyFigures(Chore):
    """Each Monday, what the board says of the Sunday before; later in the week if Monday was missed."""

    key, title, interval = "coverage.weekly_figures", "落实情况每周记数", timedelta(hours=6)

    def run(self, *, at):
        return take_missing(on=timezone.localdate(at))
