"""The buttons of a proposal, with a student or with a family."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from branch.core.forms import VersionForm
from branch.core.views import act
from branch.walkins.students import actions, forms


def answer(request, proposal, form, action, *, message, back=""):
    """Run a one-tap action on a proposal with what the form has; a form without a version is a 404."""
    here = proposal.get_absolute_url()
    if not form.is_valid():
        if "version" in form.errors:
            raise Http404
        return act(request, lambda: _refuse(form), back=here)
    facts = form.cleaned_data | {"on": timezone.localdate(), "by": request.user}
    return act(request, lambda: action(proposal, **facts), back=back or here, message=message)


def _refuse(form):
    raise ValidationError([text for texts in form.errors.values() for text in texts])


def accept(request, proposal, *, message):
    form = VersionForm(request.POST)
    return answer(request, proposal, form, actions.accept_proposal, message=message)


def decline(request, proposal, *, back):
    form = forms.DeclineForm(request.POST)
    says = "已告诉支委，请他们另请党员。原因只有支委看得到。"
    return answer(request, proposal, form, actions.decline_proposal, message=says, back=back)


def stop(request, proposal, *, back):
    """Stop it, or take it back before an answer; of a hand-over lead back to its page."""
    form = VersionForm(request.POST)
    says = "这条结对建议已停下，不用说明原因。" if proposal.accepted_on else "这条结对建议已撤回。"
    if proposal.taken_over and request.user.has_perm("walkins.end_pairing"):
        back = reverse("walkins:handover-detail", args=[proposal.taken_over.member_id])
    return answer(request, proposal, form, actions.stop_proposal, message=says, back=back)
