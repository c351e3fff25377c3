"""What the pages of the school say of the walk-ins."""

from itertools import groupby

from branch.school.family_cards import FamilyCard

from .models import Pairing


class PairedMembers(FamilyCard):
    """结对党员: the members who are paired with the children of a family, child by child."""

    key, permission = "walkins.paired", "walkins.view_pairing"
    template = "walkins/card_paired.html"

    def data(self, family, children, user, *, on):
        rows = Pairing.objects.active_on(on).visible_to(user, on=on).filter(student__in=children)
        rows = rows.select_related("member__staff", "student")
        rows = rows.order_by("student__number", "started_on", "pk")
        return [(child, list(own)) for child, own in groupby(rows, lambda row: row.student)]
