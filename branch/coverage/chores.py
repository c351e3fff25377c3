from datetime import timedelta

from django.utils import timezone

from branch.core.contributions import Chore
from branch.core.figures import figure

from .figures import NOTICE_DAYS
from .models import Notice


class OldNotices(Chore):
    key, title, interval = "coverage.old_notices", "过期和离校人员的通知", timedelta(days=1)

    def run(self, *, at):
        days = figure(NOTICE_DAYS.key, on=timezone.localdate(at))
        return Notice.objects.expired_at(at, days=days).delete()[0]
