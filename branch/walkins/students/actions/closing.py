"""How a proposal ends, whichever action ends it."""

from branch.core.models import AuditEvent
from branch.coverage.actions import settle_notices
from branch.walkins.students.models import PairingProposal


def close_proposal(proposal, result, *, on, by):
    """Store how a locked proposal ended; nobody is to answer it any more."""
    proposal.closed_on, proposal.closed_as = on, result
    proposal.full_clean()
    proposal.save()
    AuditEvent.record(actor=by, verb=f"proposal.{result}", target=proposal)
    settle_notices(proposal)


def withdraw_proposals_of(student_id, *, on, by):
    """Withdraw the open proposal of a student, who is locked: paired otherwise, or in no need any more."""
    for proposal in PairingProposal.objects.open().filter(student=student_id):
        proposal = PairingProposal.objects.lock(proposal.pk, proposal.version)
        close_proposal(proposal, PairingProposal.Closed.WITHDRAWN, on=on, by=by)
