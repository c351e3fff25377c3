from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic import TemplateView

from branch.core.views import TodayMixin


class Desk(PermissionRequiredMixin, TodayMixin, TemplateView):
    """工作台: what waits for this person today."""

    http_method_names = ["get", "head"]
    permission_required = "core.use_desk"
    template_name = "portal/desk.html"
