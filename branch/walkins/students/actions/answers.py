"""What a member answers to a proposal, with a student or with a family, and how it is stopped."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.models import AuditEvent
from branch.coverage.actions import notify, settle_notices
from branch.walkins.notices import ProposalAccepted, ProposalAnswered
from branch.walkins.proposals import Proposal

from .closing import close_proposal

Closed = Proposal.Closed
ENDED = "这条结对建议已经办完：{}。"
NOT_ASKED = "这条结对建议请的不是您。"
NOT_YOURS = "请支委或提出的人撤回；您不能接受的，请选择原因。"
ALREADY_ACCEPTED = "您已经接受。要换人，请告诉支委，由支委撤回。"


def lock_open(proposal, version):
    """Lock what the proposal is about and the proposal; refuse one that has ended."""
    proposal.lock_subject()
    return type(proposal).objects.lock(proposal.pk, version, check=_refuse_ended)


def _refuse_ended(proposal):
    if not proposal.is_open:
        raise ValidationError(ENDED.format(proposal.end_says))


def _lock_to_answer(proposal, version, *, by):
    """Lock a proposal that waits for the answer of this user."""
    proposal = lock_open(proposal, version)
    if not proposal.asks(by):
        raise ValidationError(NOT_ASKED)
    if proposal.accepted_on:
        raise ValidationError(ALREADY_ACCEPTED)
    return proposal


@transaction.atomic
def accept_proposal(proposal, *, version, on, by):
    """接受结对: the member says yes; those who are to agree are asked next."""
    proposal = _lock_to_answer(proposal, version, by=by)
    proposal.accepted_on = on
    proposal.full_clean()
    proposal.save(update_fields=["accepted_on", "version"])
    AuditEvent.record(actor=by, verb="proposal.accepted", target=proposal)
    settle_notices(proposal)
    told = [proposal.proposed_by, proposal.head_user(on)]
    notify(kind=ProposalAccepted, subject=proposal, by=by, users=told, day=on)
    return proposal


@transaction.atomic
def decline_proposal(proposal, *, reason, version, on, by):
    """The member says no; the committee, who alone reads the reason, finds another."""
    proposal = _lock_to_answer(proposal, version, by=by)
    proposal.decline_reason = reason
    close_proposal(proposal, Closed.DECLINED, on=on, by=by)
    told = [proposal.proposed_by]
    notify(kind=ProposalAnswered, subject=proposal, by=by, users=told, day=on)
    return proposal


@transaction.atomic
def stop_proposal(proposal, *, version, on, by):
    """Somebody who was to agree said no, for which no reason is asked; before an answer it is taken back."""
    proposal = lock_open(proposal, version)
    if not proposal.may_be_stopped_by(by):
        raise ValidationError(NOT_YOURS)
    if proposal.accepted_on is None:
        close_proposal(proposal, Closed.WITHDRAWN, on=on, by=by)
        return proposal
    close_proposal(proposal, Closed.NOT_AGREED, on=on, by=by)
    told = [proposal.proposed_by]
    notify(kind=ProposalAnswered, subject=proposal, by=by, users=told, day=on)
    return proposal
