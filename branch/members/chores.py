from datetime import timedelta

from django.utils import timezone

from branch.core.contributions import Chore
from branch.core.files import sweep

from .actions import take_down_over
from .models import FlagPortrait


class PagesThatAreOver(Chore):
    """Public pages of who left the school or the branch, or whose year is over: no portrait outlives its page."""

    key, title = "members.pages_over", "到期和离校党员的公开页"

    def run(self, *, at):
        return take_down_over(on=timezone.localdate(at))


class UnknownPortraits(Chore):
    """A process killed between the end of a transaction and the deletion of a file leaves one."""

    key, title = "members.unknown_portraits", "没有记录的公开页照片"
    interval = timedelta(days=1)

    def run(self, *, at):
        return sweep(FlagPortrait, "members/flagportrait", before=at - timedelta(days=1))
