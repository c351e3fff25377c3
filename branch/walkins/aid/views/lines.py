"""A line of the books: read, approved or refused by another, withdrawn, reversed."""

from functools import partial

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import UpdateView

from branch.core.forms import VersionForm
from branch.core.views import ActionFormMixin, Done, ShownMixin, VisibleToUserMixin, act
from branch.walkins.aid import actions, forms
from branch.walkins.aid.models import TWO_PEOPLE, Aid
from branch.walkins.audience import audience_of


class OnLine(PermissionRequiredMixin, ShownMixin, ActionFormMixin, VisibleToUserMixin, UpdateView):
    """A page on one line, with the names of those whom it reached."""

    permission_required = "walkins.change_aid"

    @cached_property
    def queryset(self):
        return Aid.objects.as_listed().select_related("drive", "reverses__drive")

    def get_success_url(self):
        return self.object.drive.get_absolute_url()

    def shown_ids(self, line):
        return [share.student_id for share in self.shares]

    @cached_property
    def shares(self):
        """Those whom the line reached; of a reversal, those of the line that it reverses."""
        of = self.object.reverses or self.object
        shares = of.recipients.select_related("student").with_class_then().with_roll_number()
        return list(shares.order_by("student__number"))

    def get_context_data(self, **kwargs):
        line = self.object
        return super().get_context_data(
            shares=self.shares,
            drive=line.drive,
            is_own=line.entered_by_id == self.request.user.pk,
            two_people=TWO_PEOPLE,
            audience=_audience_of(line),
            **kwargs,
        )


def _audience_of(line):
    """Who reads the line: besides the committee those of the children whom a counted gift reached."""
    if line.is_income or not line.recipient_count:
        return audience_of("books of aid")
    if line.is_waiting:
        return f"{audience_of('books of aid')}计入以后，{audience_of('aid')}"
    return audience_of("aid" if line.is_counted else "books of aid")


class AidDetail(OnLine):
    """A line; while it waits, another than the one who entered it approves or refuses it here."""

    form_class = forms.DecisionForm
    template_name = "walkins/aid_detail.html"

    def perform(self, form):
        step = actions.refuse_aid if form.is_refusal else actions.approve_aid
        line = step(self.object, on=self.today, by=self.request.user, **form.action_kwargs())
        says = (
            f"{line}没有通过，登记的人会收到通知。"
            if form.is_refusal
            else f"{line}已审核，已计入。"
        )
        return Done(line, address=line.drive.get_absolute_url(), message=says)


class AidReverse(OnLine):
    """冲正: the line stays, a second one takes it back."""

    form_class = forms.ReversalForm
    template_name = "walkins/aid_reverse.html"

    def perform(self, form):
        reversal = actions.reverse_aid(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )
        waits = "冲正已提交，另一名支委审核后计入。"
        says = waits if reversal.is_waiting else "已冲正，两笔都保留。"
        return Done(reversal, address=self.object.drive.get_absolute_url(), message=says)


@require_POST
@permission_required("walkins.change_aid", raise_exception=True)
def aid_withdraw(request, pk):
    """撤回 a line of one's own that waits."""
    on = timezone.localdate()
    line = get_object_or_404(Aid.objects.visible_to(request.user, on=on), pk=pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    version = form.cleaned_data["version"]
    call = partial(actions.withdraw_aid, line, version=version, on=on, by=request.user)
    return act(request, call, back=line.get_absolute_url(), message=f"{line}已撤回。")
