from datetime import timedelta

from branch.core.contributions import Chore

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
