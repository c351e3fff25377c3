"""The page of a job with its progress and result, for the user who started it."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from branch.core import access
from branch.core.files import serve
from branch.core.views import VisibleToUserMixin

from .forms import ReloadForm
from .models import Job

RELOAD_SECONDS = 5


class JobDetail(VisibleToUserMixin, DetailView):
    http_method_names = ["get", "head"]
    template_name = "operations/job_detail.html"
    queryset = Job.objects.all()

    @cached_property
    def reloads(self):
        """Whether the browser reloads the page by itself, by a header instead of a script."""
        form = ReloadForm(self.request.GET)
        return not self.object.is_finished and not (form.is_valid() and form.cleaned_data["still"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            reloads=self.reloads,
            reload_seconds=RELOAD_SECONDS,
            is_abandoned=self.object.is_abandoned_at(timezone.now()),
            **kwargs,
        )

    def render_to_response(self, context, **kwargs):
        headers = {"Refresh": str(RELOAD_SECONDS)} if self.reloads else {}
        return super().render_to_response(context, headers=headers, **kwargs)


@require_safe
def job_file(request, pk):
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    if not job.file:
        raise Http404("no file")
    for kind, ids in job.subjects.items():
        access.note(request, kind, ids, "export")
    return serve(job.file, name=job.file_name)
