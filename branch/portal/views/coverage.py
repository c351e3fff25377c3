from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.cache import cache
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from branch.core import access, duties
from branch.core.views import TodayMixin
from branch.portal import board, life
from branch.portal.board import Panel, groups_of
from branch.portal.context import KEEP, site_of, term_of
from branch.portal.forms import CoverageFilter


class Coverage(PermissionRequiredMixin, TodayMixin, TemplateView):
    """落实情况: how each duty stands, and where the gaps are; each reader's own rows."""

    http_method_names = ["get", "head"]
    permission_required = "portal.view_coverage"
    template_name = "portal/coverage.html"

    @cached_property
    def statuses(self):
        return duties.statuses(self.request.user, on=self.today)

    def get_context_data(self, **kwargs):
        narrowing = CoverageFilter(self.request.GET, groups=groups_of(self.statuses))
        panels = [Panel(status, narrowing.chosen) for status in self.statuses]
        for panel in panels:
            access.note(self.request, "student", panel.student_ids)
        return super().get_context_data(
            panels=panels,
            lists=[panel for panel in panels if panel.is_by_class or not narrowing.chosen],
            filter=narrowing,
            **self._of_the_branch(),
            term=term_of(self.today),
            **kwargs,
        )

    def _of_the_branch(self):
        """What only those see who look after all of it: classes side by side, and its own meetings."""
        if not self.request.user.has_perm("walkins.add_pairing"):
            return {}
        heat = board.heat(self.request.user, on=self.today)
        return {"heat": heat, "life": self._life()}

    def _life(self):
        """Kept under the public stamp, which whatever is seen in the strip moves."""
        stamp = site_of(self.request).public_stamp
        key = f"portal.life:{stamp}:{self.today}"
        return cache.get_or_set(key, lambda: life.strip(on=self.today), KEEP)
