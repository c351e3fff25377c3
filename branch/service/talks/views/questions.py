"""家长提的问题 of an event, for who leads it; more are added at the salon, without a name."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView

from branch.core.addresses import address_of
from branch.core.views import ActionFormMixin, Done
from branch.service.parents import actions
from branch.service.parents.models import ParentOpening
from branch.service.talks import forms

KEEP = "service.keep_door"


class QuestionsMixin(PermissionRequiredMixin):
    """Questions once nobody can sign up: a list that grows would say what who came last has asked."""

    permission_required = KEEP

    @cached_property
    def at(self):
        return timezone.now()

    def get_queryset(self):
        return ParentOpening.objects.crewed_by(self.request.user).with_event()

    @cached_property
    def opening(self):
        opening = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if opening is None or self.at < opening.ends_at:
            raise Http404
        return opening

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "opening": self.opening,
            "questions": list(self.opening.questions.all()),
            "is_door_open": self.opening.is_door_open_at(self.at),
        }


class Questions(QuestionsMixin, ActionFormMixin, FormView):
    """家长提的问题, with a form for those asked at the event."""

    http_method_names = ["get", "head", "post"]
    form_class = forms.QuestionForm
    template_name = "service/questions.html"
    success_message = "已记下，不知道是谁问的。"

    def perform(self, form):
        actions.add_question(self.opening, at=self.at, **form.action_kwargs())
        return Done(address=address_of("service:questions", self.opening.pk))


class QuestionsPrint(QuestionsMixin, DetailView):
    """家长提的问题 on paper."""

    http_method_names = ["get", "head"]
    template_name = "service/questions_print.html"

    def get_object(self, queryset=None):
        return self.opening
