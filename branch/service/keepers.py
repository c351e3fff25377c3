from django.utils import timezone

from branch.activities.keepers import Follower, ServedCount

from .outings.reading import counted
from .talks.actions import follow_title, keep_closed


class Consultations(ServedCount):
    """The consultations that were tallied at an event."""

    key = "service.consultations"

    def count(self, activity):
        return counted([activity.pk]).get(activity.pk)


class Speeches(Follower):
    """The text of what is said under the flag."""

    key = "service.flag_speech"

    def follow(self, activity, *, before, by):
        follow_title(activity, before=before, by=by)


class Answers(Follower):
    """The feedback of an event."""

    key = "service.feedback"

    def follow(self, activity, *, before, by):
        keep_closed(activity, before=before, at=timezone.now())
