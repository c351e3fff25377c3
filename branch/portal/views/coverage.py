from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic import TemplateView

from branch.core.views import TodayMixin


class Coverage(PermissionRequiredMixin, TodayMixin, TemplateView):
    """落实情况: how each duty stands, and where the gaps are."""

    http_method_names = ["get", "head"]
    permission_required = "portal.view_coverage"
    template_name = "portal/coverage.html"
