from datetime import timedelta

from django.utils import timezone

from branch.accounts.models import User
from branch.core.contributions import DemoPart
from branch.core.models import SiteProfile

from .models import Mailbox, OutboxMessage
from .outbox import enqueue
from .snapshots import WEEKS, last_sunday, take

ADDRESSES = {
    "member": "member@example.com",
    "secretary": "secretary@example.com",
}


class Reminders(DemoPart):
    """Two confirmed addresses, the messages of last Monday, and the `tick` of this morning.

    Written as rows: what the actions do would leave the school that is being built.
    """

    key, title = "coverage.reminders", "提醒的邮箱和上周一的邮件"

    def build(self, school):
        morning = school.now.replace(hour=7, minute=40)
        SiteProfile.objects.update(ticked_at=morning)
        monday = morning - timedelta(days=7 + school.today.weekday())
        for username, address in ADDRESSES.items():
            user = User.objects.get(username=username)
            Mailbox.objects.create(
                user=user, address=address, confirmed_at=monday - timedelta(days=5)
            )
            self._sent(user, at=monday)

    def _sent(self, user, *, at):
        day = timezone.localdate(at)
        message = enqueue(
            f"week:{day}:{user.pk}", channel="mail", kind="week", user=user, counts={"": 2}, at=at
        )
        state = OutboxMessage.State.SENT
        OutboxMessage.objects.filter(pk=message.pk).update(
            state=state, sent_at=at, try_count=1, doubt_count=1
        )


class Weeks(DemoPart):
    """What the board would have said on the last ten Sundays."""

    key, title, order = "coverage.weeks", "每周记数", 900

    def build(self, school):
        last = last_sunday(school.today)
        for n in reversed(range(WEEKS)):
            take(last - timedelta(weeks=n))
