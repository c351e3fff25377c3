from datetime import timedelta

from django.utils import timezone

from branch.core.contributions import Chore
from branch.core.figures import figure

from .figures import MESSAGE_DAYS, NOTICE_DAYS
from .models import Mailbox, Notice, OutboxMessage
from .outbox import send_waiting
from .reminding import plan_reminders
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


class OldMessages(Chore):
    key, title = "coverage.old_messages", "过期的发送记录、不再用的邮箱"
    interval = timedelta(days=1)

    def run(self, *, at):
        days = figure(MESSAGE_DAYS.key, on=timezone.localdate(at))
        rows = Mailbox.objects.select_related("user")
        # has_perm: nor is one who cannot sign in
        gone = [row.pk for row in rows if not row.user.has_perm("coverage.change_mailbox")]
        Mailbox.objects.filter(pk__in=gone).delete()
        return len(gone) + OutboxMessage.objects.outlived_at(at, days=days).delete()[0]


class Reminders(Chore):
    """After all that changes what is due."""

    key, title, order = "coverage.reminders", "今天有事到期的人数", 200

    def run(self, *, at):
        return plan_reminders(at=at)


class Outbox(Chore):
    """Last: it waits for servers."""

    key, title, order = "coverage.outbox", "发出的提醒", 210

    def run(self, *, at):
        return send_waiting(at=at)
