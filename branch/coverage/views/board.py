from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic import TemplateView

from branch.core import access
from branch.core.public import site_of
from branch.core.views import TodayMixin
from branch.coverage.board import class_names, load_lists, panels, sections
from branch.coverage.forms import BoardFilter, ListChoice
from branch.coverage.status import load_tallies, statuses


class Board(PermissionRequiredMixin, TodayMixin, TemplateView):
    """落实情况: the state of each duty and its gaps, for the rows the reader may see."""

    http_method_names = ["get", "head"]
    permission_required = "coverage.view_coverage"
    template_name = "coverage/board.html"

    def get_context_data(self, **kwargs):
        found = statuses(self.request.user, on=self.today)
        load_tallies(found)
        narrowing = BoardFilter(self.request.GET, groups=class_names(found))
        choice = ListChoice(self.request.GET)
        shown = panels(found, group=narrowing.chosen)
        lists = [panel for panel in shown if panel.is_by_class or not narrowing.chosen]
        alone = [panel.alone_on(choice.number) for panel in lists if panel.duty.key == choice.key]
        lists = alone or lists
        load_lists(lists)
        added = self._sections(found)
        for part in (*lists, *added):
            access.note(self.request, "student", part.student_ids)
        return super().get_context_data(
            panels=shown,
            lists=lists,
            is_alone=bool(alone),
            filter=narrowing,
            sections=added,
            **kwargs,
        )

    def _sections(self, found):
        site = site_of(self.request)
        return sections(self.request.user, on=self.today, site=site, statuses=found)
