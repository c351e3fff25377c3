"""Proposals of a pairing with a family: read, answered, agreed to, stopped."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import UpdateView

from branch.core.forms import VersionForm
from branch.core.views import ActionFormMixin, Done, ShownMixin, VisibleToUserMixin
from branch.walkins.audience import audience_of, reader_of_proposal
from branch.walkins.families import actions, forms
from branch.walkins.families.models import FamilyProposal
from branch.walkins.students.forms import DECLINES
from branch.walkins.students.views import answers


class FamilyProposalDetail(
    PermissionRequiredMixin, ActionFormMixin, VisibleToUserMixin, ShownMixin, UpdateView
):
    """请您与……家结对: what it means, what comes next, and the answer that this reader can give."""

    permission_required = "walkins.view_pairingproposal"
    form_class = forms.FamilyAgreementForm
    template_name = "walkins/familyproposal_detail.html"

    @cached_property
    def queryset(self):
        return FamilyProposal.objects.as_listed_on(self.today, self.request.user)

    def shown_ids(self, row):
        return [child.pk for child in row.family.here]

    def get_context_data(self, **kwargs):
        proposal, user = self.object, self.request.user
        children = [(child, child.class_name_on(self.today)) for child in proposal.family.here]
        return super().get_context_data(
            is_asked=proposal.asks(user),
            may_stop=proposal.is_open and proposal.may_be_stopped_by(user),
            children=children,
            declines=DECLINES,
            step=VersionForm(initial={"version": proposal.version}, auto_id=False),
            audience=audience_of(
                "proposal" if proposal.is_open else "ended proposal",
                reader=reader_of_proposal(proposal, user),
            ),
            **kwargs,
        )

    def perform(self, form):
        proposal = actions.record_family_agreement(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )
        ended = "，原来的结对同时结束" if proposal.former else ""
        return Done(proposal.family_pairing, message=f"家庭结对已开始{ended}。")


def _proposal(request, pk):
    rows = FamilyProposal.objects.visible_to(request.user).select_related("member__staff")
    return get_object_or_404(rows, pk=pk)


@require_POST
@permission_required("walkins.view_pairingproposal", raise_exception=True)
def proposal_accept(request, pk):
    """接受结对 at one tap."""
    says = "已接受。接着征求家长同意，记下日期，结对就开始。"
    return answers.accept(request, _proposal(request, pk), message=says)


@require_POST
@permission_required("walkins.view_pairingproposal", raise_exception=True)
def proposal_decline(request, pk):
    """Say no with a reason; the page of the proposal is closed to the member by it."""
    return answers.decline(request, _proposal(request, pk), back="walkins:familypairing-list")


@require_POST
@permission_required("walkins.view_pairingproposal", raise_exception=True)
def proposal_stop(request, pk):
    """The family does not want it, or it is taken back; no reason is asked."""
    return answers.stop(request, _proposal(request, pk), back="walkins:familypairing-list")
