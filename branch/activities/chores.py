from datetime import timedelta

from django.utils import timezone

from branch.core.contributions import Chore

from .actions import forget_pupils
from .models import StatementTry

# the key under which an address was counted is of one day
KEPT = timedelta(days=1)


class ForgetTries(Chore):
    """Delete the counts of who looked statements up, a day after."""

    key, title = "activities.statement_tries", "清除查验次数"
    interval = timedelta(hours=1)

    def run(self, *, at):
        deleted, _ = StatementTry.objects.filter(hour__lt=at - KEPT).delete()
        return deleted


class ForgetPupils(Chore):
    """Delete who of the pupils was at an event, some months after it; the numbers stay."""

    key, title = "activities.past_pupils", "到期删除的学生志愿者名单"
    interval = timedelta(days=1)

    def run(self, *, at):
        return forget_pupils(on=timezone.localdate(at))
