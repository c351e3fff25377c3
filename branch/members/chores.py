from datetime import timedelta

from branch.core.contributions import Chore
from branch.core.files import sweep

from .models import FlagPortrait


class UnknownPortraits(Chore):
    """A process killed between the end of a transaction and the deletion of a file leaves one."""

    key, title = "members.unknown_portraits", "没有记录的公开页照片"
    interval = timedelta(days=1)

    def run(self, *, at):
        return sweep(FlagPortrait, "members/flagportrait", before=at - timedelta(days=1))
