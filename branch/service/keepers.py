from branch.activities.keepers import ServedCount

from .outings.reading import counted


class Consultations(ServedCount):
    """The consultations that were tallied at an event."""

    key = "service.consultations"

    def count(self, activity):
        return counted([activity.pk]).get(activity.pk)
