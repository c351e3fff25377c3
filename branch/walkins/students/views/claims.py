"""A contact that somebody recorded for its member: confirmed, refused or taken back."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.functional import cached_property
from django.views.generic import UpdateView

from branch.core import access
from branch.core.views import ActionFormMixin, Done, VisibleToUserMixin
from branch.walkins.students import actions, forms
from branch.walkins.students.models import ContactClaim, Pairing, claim_end_says

GONE = "这一条不在了"
Answer = forms.ClaimForm.Answer
SAYS = {
    Answer.CONFIRM: "已确认，计入这一天的帮扶记录。",
    Answer.REFUSE: "这条代记已删去，记录的人会收到通知。",
    Answer.TAKE_BACK: "代记已收回。",
}
ACTIONS = {
    Answer.CONFIRM: actions.confirm_claim,
    Answer.REFUSE: actions.refuse_claim,
    Answer.TAKE_BACK: actions.take_back_claim,
}


class ClaimDetail(PermissionRequiredMixin, ActionFormMixin, VisibleToUserMixin, UpdateView):
    """The facts of a claim, with what its reader may do; 确认 on the desk is sent here, too."""

    permission_required = "walkins.add_contactclaim"
    form_class = forms.ClaimForm
    template_name = "walkins/claim_detail.html"
    success_message = "这条代记已经办好。"

    def dispatch(self, request, *args, **kwargs):
        """Run the view; of a claim that is gone tell those who had to do with it what became of it."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            says = claim_end_says(kwargs["pk"], request.user)
            if not says:
                raise
            return self._show_texts([], title=GONE, status=404, says=[says])

    @cached_property
    def queryset(self):
        rows = ContactClaim.objects.select_related("member__staff", "recorded_by")
        return rows.prefetch_related("companions", "shares__pairing__student")

    @cached_property
    def answers(self):
        """The answers that are the reader's to give."""
        user, on = self.request.user, self.today
        rows = ContactClaim.objects.to_settle_by(user, on=on)
        settles = rows.filter(pk=self.object.pk).exists()
        return [Answer.CONFIRM, Answer.REFUSE] if settles else [Answer.TAKE_BACK]

    def get_context_data(self, **kwargs):
        shares = self.object.shares.all()
        access.note(self.request, "student", [share.pairing.student_id for share in shares])
        return super().get_context_data(
            students=[share.pairing.student for share in shares],
            settles=Answer.CONFIRM in self.answers,
            is_own=self.object.member.staff.user_id == self.request.user.pk,
            forms={answer.value: self._form(answer) for answer in self.answers},
            back=self._page,
            **kwargs,
        )

    def _form(self, answer):
        return forms.ClaimForm(auto_id=False, initial={"answer": answer.value})

    @cached_property
    def _page(self):
        """The page of the first pairing or, where it is closed to the user, of one's own with the student."""
        first = self.object.shares.all()[0].pairing
        seen = Pairing.objects.visible_to(self.request.user, on=self.today)
        own = seen.filter(student=first.student_id).order_by("pk")
        found = seen.filter(pk=first.pk).first() or own.first() or first
        return found.get_absolute_url()

    def perform(self, form):
        answer = Answer(form.cleaned_data["answer"])
        if answer not in self.answers:
            raise ValidationError("这条代记不由您办理。")
        address = self._page
        ACTIONS[answer](self.object, on=self.today, by=self.request.user)
        return Done(self.object, address=address, message=SAYS[answer])
