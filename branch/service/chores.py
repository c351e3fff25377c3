from datetime import timedelta

from branch.core.contributions import Chore

from .models import FeedbackSource
from .parents.actions.retention import delete_what_families_left, forget_networks


class FamiliesLeft(Chore):
    key, title = "service.families_left", "活动以后到期的家长报名"

    def run(self, *, at):
        return delete_what_families_left(at=at)


class Networks(Chore):
    key, title, interval = "service.networks", "报名、反馈来源和查错的次数", timedelta(hours=1)

    def run(self, *, at):
        return forget_networks(at=at) + FeedbackSource.objects.forget_quiet(at=at)
