from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import FormView, ListView, UpdateView

from branch.core import access
from branch.core.views import ActionFormMixin, VisibleToUserMixin, act
from branch.school.models import Staff

from . import actions
from .forms import ReportForm
from .models import HarmReport

KIND = "harm_report"


class ReportList(PermissionRequiredMixin, VisibleToUserMixin, ListView):
    """报告事项: one's own reports; for the named persons all of them."""

    http_method_names = ["get", "head"]
    permission_required = "harm.view_harmreport"
    template_name = "harm/report_list.html"
    model = HarmReport
    paginate_by = 30

    def get_queryset(self):
        rows = super().get_queryset().with_steps_for(self.request.user)
        return rows.select_related("reported_by", "written_by")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        access.note(self.request, KIND, [report.pk for report in context["object_list"]])
        return context


class ReportWrite(PermissionRequiredMixin, ActionFormMixin):
    """A form of one report, for its writer."""

    http_method_names = ["get", "head", "post"]
    form_class = ReportForm

    def get_form_kwargs(self):
        user = self.request.user
        staff = Staff.objects.visible_to(user, on=self.today).working_on(self.today)
        return super().get_form_kwargs() | {"user": user, "staff": staff, "on": self.today}

    def get_success_url(self):
        return reverse("harm:report-list")


class ReportCreate(ReportWrite, FormView):
    """登记: asks for three things, of which two are filled in."""

    permission_required = "harm.add_harmreport"
    template_name = "harm/report_form.html"
    success_message = "已记下。"

    def get_initial(self):
        own = getattr(self.request.user, "staff", None)
        return {"reported_at": timezone.localtime(), "reported_by": own}

    def perform(self, form):
        return actions.record_report(
            at=timezone.now(), by=self.request.user, **form.action_kwargs()
        )


class ReportUpdate(ReportWrite, UpdateView):
    permission_required = "harm.view_harmreport"
    template_name = "harm/report_update.html"
    success_message = "更正已保存。"

    def get_queryset(self):
        user = self.request.user
        return HarmReport.objects.revisable_by(user).with_steps_for(user)

    def get_context_data(self, **kwargs):
        access.note(self.request, KIND, [self.object.pk])
        return super().get_context_data(**kwargs)

    def perform(self, form):
        return actions.correct_report(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )


@require_POST
@permission_required("harm.view_harmreport", raise_exception=True)
def report_seen(request, pk):
    """已看: the named person's desk no longer mentions the report."""
    report = get_object_or_404(HarmReport.objects.shown_to(request.user), pk=pk)
    return act(request, lambda: actions.mark_seen(report, by=request.user), back="harm:report-list")
