from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from branch.core import access
from branch.core.public import site_of
from branch.core.views import TodayMixin
from branch.coverage import duty
from branch.coverage.board import Panel, groups_of, sections
from branch.coverage.forms import BoardFilter


class Board(PermissionRequiredMixin, TodayMixin, TemplateView):
    """落实情况: how each duty stands, and where the gaps are; each reader's own rows."""

    http_method_names = ["get", "head"]
    permission_required = "coverage.view_coverage"
    template_name = "coverage/board.html"

    @cached_property
    def statuses(self):
        return duty.statuses(self.request.user, on=self.today)

    def get_context_data(self, **kwargs):
        narrowing = BoardFilter(self.request.GET, groups=groups_of(self.statuses))
        panels = [Panel(status, narrowing.chosen) for status in self.statuses]
        for panel in panels:
            access.note(self.request, "student", panel.student_ids)
        return super().get_context_data(
            panels=panels,
            lists=[panel for panel in panels if panel.is_by_class or not narrowing.chosen],
            filter=narrowing,
            sections=sections(self.request.user, on=self.today, site=site_of(self.request)),
            **kwargs,
        )
