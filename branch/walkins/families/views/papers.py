"""家访记录表 of one visit, as a page to print and as a file."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView

from branch.core.files import download
from branch.core.public import site_of
from branch.core.views import VisibleToUserMixin
from branch.walkins.families import actions
from branch.walkins.families.models import FamilyNeed
from branch.walkins.families.papers import VisitPaper

from .visits import VisitRows, VisitShown


class VisitSheet(VisitShown, PermissionRequiredMixin, VisibleToUserMixin, VisitRows, DetailView):
    """The form of a visit that was made, as an A4 page."""

    permission_required = "walkins.view_homevisit"
    template_name = "walkins/visit_sheet.html"
    shown_action, verb = "print", "打印人"

    def get_queryset(self):
        return super().get_queryset().done()

    @cached_property
    def paper(self):
        needs = FamilyNeed.objects.counted().visible_to(self.request.user, on=self.today)
        return VisitPaper(
            visit=self.object,
            raised=list(needs.filter(visit=self.object).select_related("owner").order_by("pk")),
            org=site_of(self.request).school_name,
            made_by=f"{self.verb} {self.request.user}",
            at=timezone.now(),
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(paper=self.paper, **kwargs)


class VisitSheetDocx(VisitSheet):
    """The same as a Word document; the export is recorded before the response is sent."""

    shown_action, verb = "export", "导出人"

    def render_to_response(self, context, **kwargs):
        content = actions.export_visit_sheet(self.paper, by=self.request.user)
        return download(content, name=self.paper.file_name)
