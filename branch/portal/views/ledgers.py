from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic import TemplateView

from branch.core.views import TodayMixin


class LedgerList(PermissionRequiredMixin, TodayMixin, TemplateView):
    """台账: the ledgers this person may open."""

    http_method_names = ["get", "head"]
    permission_required = "portal.view_ledger"
    template_name = "portal/ledger_list.html"


class LedgerDetail(LedgerList):
    template_name = "portal/ledger_detail.html"


class LedgerPrint(LedgerList):
    template_name = "portal/ledger_print.html"


class LedgerExport(LedgerList):
    permission_required = "portal.export_ledger"
