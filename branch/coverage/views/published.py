"""What the public was told by month, and its corrections."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.views.generic import TemplateView, UpdateView

from branch.core.contributions import Total
from branch.core.models import PublishedFigure
from branch.core.publishing import correct_figure, finished_months
from branch.core.views import ActionFormMixin, Done, TodayMixin
from branch.coverage.forms import CorrectForm


class PublishedList(PermissionRequiredMixin, TodayMixin, TemplateView):
    """公开数字: each number of the months of the school year that are over, as corrected."""

    http_method_names = ["get", "head"]
    permission_required = "core.change_publishedfigure"
    template_name = "coverage/published_list.html"

    def get_context_data(self, **kwargs):
        months = finished_months(self.today)
        rows = PublishedFigure.objects.current().filter(month__in=months)
        known = {(row.key, row.month): row for row in rows}
        return super().get_context_data(
            months=months,
            lines=[
                (total, [known.get((total.key, month)) for month in months])
                for total in Total.every()
            ],
            **kwargs,
        )


class FigureCorrect(PermissionRequiredMixin, ActionFormMixin, UpdateView):
    """更正公开数字: another value for one month, beside the former."""

    permission_required = "core.change_publishedfigure"
    form_class = CorrectForm
    template_name = "coverage/published_form.html"
    queryset = PublishedFigure.objects.current()

    def get_context_data(self, **kwargs):
        return super().get_context_data(total=Total.or_404(self.object.key), **kwargs)

    def perform(self, form):
        fixed = correct_figure(self.object, by=self.request.user, **form.action_kwargs())
        return Done(fixed, message=f"已更正为 {fixed.value}，公开网站随即换成新的数。")

    def get_success_url(self):
        return reverse("coverage:published-list")
