"""Members asked for several students at once, with a look at what would be sent."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView

from branch.core import access
from branch.core.views import ActionFormMixin, Done
from branch.walkins.audience import audience_of
from branch.walkins.students import actions, forms
from branch.walkins.students.models import Suggester, students_without_a_member

# of a longer list, those that come first; the others follow once these are asked for
LISTED = 30


class ProposalSeveral(PermissionRequiredMixin, ActionFormMixin, FormView):
    """一次安排结对: students without a member and who could be asked; first looked over, then sent."""

    permission_required = "walkins.propose_pairing"
    form_class = forms.SeveralForm
    template_name = "walkins/proposal_several.html"
    page_of_all = "coverage:board"
    overview_template = "walkins/proposal_overview.html"

    @cached_property
    def students(self):
        return list(students_without_a_member(self.request.user, on=self.today)[: LISTED + 1])

    @cached_property
    def suggester(self):
        return Suggester(self.today)

    @cached_property
    def waiting(self):
        return [
            forms.Waiting(student, student.class_name_on(self.today), known, first)
            for student, _, known, first in self.suggester.for_each(self.students[:LISTED])
        ]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "waiting": self.waiting,
            "most": self.suggester.most,
            "counts": self.suggester.counts,
        }

    def get_context_data(self, **kwargs):
        access.note(self.request, "student", [line.student.pk for line in self.waiting])
        return super().get_context_data(
            listed=LISTED,
            has_more=len(self.students) > LISTED,
            audience=audience_of("proposal"),
            **kwargs,
        )

    def form_valid(self, form):
        """Store what was looked over; before that, or on the way back, show it and store nothing."""
        if form.cleaned_data["step"] == "send":
            return super().form_valid(form)
        if form.cleaned_data["step"] != "back":
            self.template_name = self.overview_template
        return self.render_to_response(self.get_context_data(form=form))

    def form_invalid(self, form):
        """A reason that is missing is asked for on the page that shows what would be sent."""
        if form.cleaned_data.get("step") == "send" and form.looked_over:
            self.template_name = self.overview_template
        return super().form_invalid(form)

    def perform(self, form):
        asked = actions.propose_several(on=self.today, by=self.request.user, **form.action_kwargs())
        message = f"已发出 {len(asked)} 条结对建议，等本人接受。"
        return Done(asked[0], address=reverse("walkins:proposal-list"), message=message)
