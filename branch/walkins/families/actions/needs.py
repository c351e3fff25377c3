from django.db import transaction

from branch.core.models import AuditEvent
from branch.school.actions import family_of
from branch.walkins.families.models import FamilyNeed


@transaction.atomic
def raise_family_need(*, student, kind, owner, due_on, on, by, measure="", remark="", visit=None):
    """Record a difficulty of a student's family, with a colleague who sees to it by a day."""
    need = FamilyNeed(
        family=family_of(student, on=on),
        visit=visit,
        kind=kind,
        raised_on=on,
        raised_by=by,
        owner=owner,
        due_on=due_on,
        measure=measure,
        remark=remark,
    )
    need.full_clean(exclude=["raised_by"])
    need.save()
    AuditEvent.record(actor=by, verb="familyneed.raised", target=need)
    return need
