"""Who is told of visits that are planned, and which notices a visit that was made ends."""

from branch.coverage.actions import notify, settle_notices
from branch.walkins.families.models import FamilyPairing, HomeVisit
from branch.walkins.notices import VisitToJoin, VisitToMake
from branch.walkins.students.models import Pairing


def tell_team(visits, *, by):
    """Tell the visitor and the companions of visits that were planned at once: one notice each, of the first."""
    for first in visits[:1]:
        facts = {"subject": first, "count": len(visits), "day": first.happened_on, "by": by}
        companions = first.companions.select_related("user")
        notify(kind=VisitToMake, users=[first.visitor.user], **facts)
        notify(kind=VisitToJoin, users=[person.user for person in companions], **facts)


def settle_made(rows, companions):
    """End the notices of each visit of (visit, children), and of the pairings by which its team was there."""
    children = {child for _, home in rows for child in home}
    team = {person.pk for visit, _ in rows for person in (visit.visitor, *companions)}
    families = {child.family_id for child in children} - {None}
    held = {"member__staff__in": team}
    settle_notices(
        HomeVisit.objects.filter(pk__in=[visit.pk for visit, _ in rows]),
        Pairing.objects.filter(student__in={child.pk for child in children}, **held),
        FamilyPairing.objects.filter(family__in=families, **held),
    )
