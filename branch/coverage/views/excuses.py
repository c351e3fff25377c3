from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from branch.core import access
from branch.core.views import ActionFormMixin, act
from branch.coverage.actions import end_excuse, record_excuse
from branch.coverage.board import list_url
from branch.coverage.duty import Duty
from branch.coverage.forms import ExcuseForm
from branch.coverage.models import Excuse
from branch.coverage.status import statuses


class ExcuseCreate(PermissionRequiredMixin, ActionFormMixin, FormView):
    """暂缓: excuse one subject from one duty until a day."""

    http_method_names = ["get", "head", "post"]
    permission_required = "coverage.add_excuse"
    template_name = "coverage/excuse_form.html"
    page_of_all = "coverage:board"
    form_class = ExcuseForm
    success_message = "暂缓已登记。"

    @cached_property
    def duty(self):
        return Duty.or_404(self.kwargs["duty_key"])

    @cached_property
    def gap(self):
        """The gap to excuse; a 404 where it is met, unknown or not visible to the user."""
        rows = statuses(self.request.user, on=self.today, only=[self.duty])[0].waiting_rows
        return self.duty.gap(get_object_or_404(rows, pk=self.kwargs["pk"]), on=self.today)

    def get_permission_required(self):
        return (*super().get_permission_required(), self.duty.permission)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"today": self.today}

    def perform(self, form):
        return record_excuse(
            duty_key=self.duty.key,
            subject=self.gap.subject,
            from_on=self.today,
            by=self.request.user,
            **form.action_kwargs(),
        )

    def get_success_url(self):
        return self.came_from or list_url(self.duty)

    def get_context_data(self, **kwargs):
        access.note(self.request, "student", self.gap.student_ids)
        return super().get_context_data(gap=self.gap, duty=self.duty, **kwargs)


@require_POST
@permission_required("coverage.add_excuse", raise_exception=True)
def excuse_end(request, pk):
    """结束暂缓: end an excuse at one tap; those who may excuse see every excuse."""
    excuse = get_object_or_404(Excuse, pk=pk)
    return act(
        request,
        lambda: end_excuse(excuse, on=timezone.localdate(), by=request.user),
        back="coverage:board",
        message="暂缓已结束，今天起照常提醒。",
    )
