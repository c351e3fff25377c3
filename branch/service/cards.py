"""What this app adds to the pages of an activity and of a member."""

from django.utils import timezone

from branch.activities.cards import ActivityCard

from .outings.models import KINDS, last_day_of, tallied_by
from .parents.models import ParentOpening
from .parents.views.openings import to_open
from .registers.cards import ServiceInPublic, ServiceOfMember

# declared with their part
__all__ = ["Families", "ServiceInPublic", "ServiceOfMember", "Stall"]


class Stall(ActivityCard):
    """咨询登记 of an event for its crew, from its day on until phones may upload no more."""

    key, permission, order = "service.stall", "service.keep_tally", 10
    template = "service/card_stall.html"

    def data(self, activity, user, *, at):
        on = timezone.localdate(at)
        if activity.is_cancelled or activity.programme.kind not in KINDS or on < activity.day:
            return None
        if on > last_day_of(activity):
            return None
        return tallied_by(user).filter(pk=activity.pk).first()


class Families(ActivityCard):
    """家长报名 of an event that families may sign up for: the list for who may read it, else the form that opens it."""

    key, permission, order = "service.families", "service.view_parentopening", 20
    template = "service/card_families.html"

    def data(self, activity, user, *, at):
        if not activity.programme.is_public:
            return None
        rows = ParentOpening.objects.visible_to(user).filter(activity=activity)
        opening = rows.first()
        may_open = opening is None and to_open(user, at=at).filter(pk=activity.pk).exists()
        return {"activity": activity, "opening": opening} if opening or may_open else None
