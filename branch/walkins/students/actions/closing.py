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


def withdraw_proposals(rows, *, on, by):
    """Withdraw what is open among these proposals, whose student or family is locked: nothing is to begin any more."""
    for proposal in rows.open():
        proposal = type(proposal).objects.lock(proposal.pk, proposal.version)
        close_proposal(proposal, proposal.Closed.WITHDRAWN, on=on, by=by)


def withdraw_proposals_of(student_id, *, on, by):
    """The same of a student: paired otherwise, or in no need any more."""
    withdraw_proposals(PairingProposal.objects.filter(student=student_id), on=on, by=by)
