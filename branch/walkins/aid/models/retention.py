from branch.walkins.families.models import DueDeletion, also
from branch.walkins.figures import AID_KEPT
from branch.walkins.terms import gone_for

from .lines import AidRecipient


@also(DueDeletion.Kind.AID)
def shares_past_term(on):
    """Shares of students who are gone for their term; the line stays, with sum, receipt and how many it reached."""
    gone = gone_for(AID_KEPT, on=on)
    return AidRecipient.objects.filter(student__in=gone.order_by().values("pk"))
