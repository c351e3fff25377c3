from datetime import timedelta

from branch.core.contributions import DemoPart

from .snapshots import WEEKS, last_sunday, take


class Weeks(DemoPart):
    """What the board would have said on the last ten Sundays."""

    key, title, order = "coverage.weeks", "每周记数", 900

    def build(self, school):
        last = last_sunday(school.today)
        for n in reversed(range(WEEKS)):
            take(last - timedelta(weeks=n))
