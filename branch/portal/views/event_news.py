"""写成报道: one button on the page of an activity begins its news draft, which another person publishes."""

from functools import partial

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from branch.activities.models import Activity
from branch.core.views import ActionFormMixin, Done, act
from branch.portal.forms import ReportPhotosForm
from branch.portal.models import EventReport
from branch.portal.reports import begin_report, reportable, use_photos

WRITE = "news.add_article"


@require_POST
@permission_required(WRITE, raise_exception=True)
def report_begin(request, pk):
    """Begin the draft and open it; a second tap opens the one that exists."""
    rows = Activity.objects.visible_to(request.user)
    activity = get_object_or_404(reportable(rows), pk=pk)
    answer = act(
        request,
        partial(begin_report, activity, at=timezone.now(), by=request.user),
        back=activity.get_absolute_url(),
        message="报道的草稿在这里，改好后送审，由另一人发布。",
    )
    report = EventReport.objects.filter(activity=activity).select_related("article").first()
    if report is None:
        return answer
    article = report.article
    if article.is_editable:
        return redirect("news:article-update", article.pk)
    return redirect(article.get_absolute_url())


class ReportPhotos(PermissionRequiredMixin, ActionFormMixin, FormView):
    """选用活动照片: none is chosen; of each it is said whether pupils can be recognised."""

    permission_required = WRITE
    form_class = ReportPhotosForm
    template_name = "portal/report_photos.html"

    @cached_property
    def report(self):
        rows = Activity.objects.visible_to(self.request.user).select_related("programme")
        activity = get_object_or_404(rows, pk=self.kwargs["pk"])
        allowed = [activity] if activity.minutes_visible_to(self.request.user) else []
        reports = EventReport.objects.filter(activity__in=allowed)
        reports = reports.filter(article__state__in=EventReport.EDITABLE)
        return get_object_or_404(reports.select_related("activity", "article"))

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"report": self.report}

    def get_context_data(self, **kwargs):
        return super().get_context_data(report=self.report, **kwargs)

    def perform(self, form):
        pictures = form.cleaned_data["pictures"]
        use_photos(self.report, pictures=pictures, at=timezone.now(), by=self.request.user)
        article = self.report.article
        says = f"{len(pictures)} 张照片已加入图集。"
        if any(has_pupils for _, has_pupils, _ in pictures):
            says += "有学生的，支委照肖像同意名单核对后才能发布。"
        return Done(
            article, address=reverse("news:article-detail", args=[article.pk]), message=says
        )
