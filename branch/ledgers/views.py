from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views.generic import ListView, TemplateView, View

from branch.core import access
from branch.core.files import download
from branch.core.public import site_of
from branch.core.sorting import SortMixin
from branch.core.verbs import NOT_DONE
from branch.core.views import TodayMixin

from . import actions
from .forms import PeriodForm
from .ledger import Ledger
from .paging import LedgerPaginator
from .sheets import Sheet


class LedgerList(PermissionRequiredMixin, TodayMixin, TemplateView):
    """台账: the ledgers the user may open."""

    http_method_names = ["get", "head"]
    permission_required = "ledgers.view_ledger"
    template_name = "ledgers/ledger_list.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(ledgers=Ledger.open_to(self.request.user), **kwargs)


class SheetMixin(PermissionRequiredMixin, TodayMixin):
    """Build the sheet of one ledger for the period asked for, and record whose data it shows."""

    http_method_names = ["get", "head"]
    permission_required = "ledgers.view_ledger"
    access_action = "view"

    @cached_property
    def ledger(self):
        return Ledger.or_404(self.kwargs["slug"])

    def get_permission_required(self):
        return (*super().get_permission_required(), self.ledger.permission)

    @cached_property
    def period_form(self):
        return PeriodForm(self.request.GET)

    @cached_property
    def filter(self):
        return self.ledger.filter_class and self.ledger.filter_class(self.request.GET)

    @cached_property
    def sheet(self):
        return Sheet(
            ledger=self.ledger,
            reader=self.request.user,
            period=self.period_form.period_on(self.today),
            org=site_of(self.request).official_name,
            at=timezone.now(),
            filters=self.filter,
        )

    @property
    def query(self):
        """The query string of the whole sheet in printed order, without the number of a page."""
        asked = self.request.GET.copy()
        for name in ("page", "sort"):
            asked.pop(name, None)
        return asked.urlencode()

    def note(self, rows):
        """Note whose data these rows show."""
        ids = self.ledger.student_ids(rows)
        access.note(self.request, "student", ids, self.access_action)


class LedgerDetail(SheetMixin, SortMixin, ListView):
    """The ledger on the screen, a page at a time, with a choice of the period."""

    template_name = "ledgers/ledger_detail.html"
    paginate_by = 50
    paginator_class = LedgerPaginator

    def get_queryset(self):
        return self.sheet.found

    def get_sorts(self):
        return self.ledger.sorts

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = context["object_list"]
        self.note(rows)
        return context | {
            "sheet": self.sheet,
            "lines": self._lines(rows),
            "ledger": self.ledger,
            "is_long": context["paginator"].count > self.ledger.rows_at_once,
            "period_form": self.period_form,
            "presets": self._presets(),
            "filter": self.filter,
            "query": self.query,
            "in_wechat": "MicroMessenger" in self.request.headers.get("User-Agent", ""),
        }

    def _lines(self, rows):
        """(address of the record, texts) of each row."""
        addresses = self.ledger.addresses(rows, self.request.user)
        return list(zip(addresses, self.sheet.texts_of(rows), strict=True))

    def _presets(self):
        """The presets as links, each with what else the page was opened with."""
        chosen, kept = self.period_form.preset, self.request.GET.copy()
        for name in ("page", *self.period_form.fields):
            kept.pop(name, None)
        return [
            {
                "label": label,
                "url": f"?{urlencode({'period': key, **kept}, doseq=True)}",
                "current": key == chosen,
            }
            for key, label in PeriodForm.PRESETS
        ]


class LedgerPrint(SheetMixin, TemplateView):
    """The ledger as an A4 page to print."""

    template_name = "ledgers/ledger_print.html"
    access_action = "print"

    def get_context_data(self, **kwargs):
        self.note(self.sheet.rows)
        return super().get_context_data(
            sheet=self.sheet,
            ledger=self.ledger,
            is_long=len(self.sheet.rows) > self.ledger.rows_at_once,
            query=self.query,
            fine=f"{self.ledger.note}{self.sheet.stamp('打印人')}",
            **kwargs,
        )


class LedgerExport(SheetMixin, View):
    """The ledger as a file; the export is recorded before the response is sent. POST leaves it to a job."""

    http_method_names = ["get", "post"]
    permission_required = ("ledgers.view_ledger", "ledgers.export_ledger")
    access_action = "export"
    suffix = ""

    def get(self, request, *args, **kwargs):
        rows = self.sheet.rows_at_once()
        if rows is None:
            messages.warning(request, NOT_DONE)
            address = reverse("ledgers:ledger-detail", args=[self.ledger.slug])
            return redirect(f"{address}?{self.query}")
        self.note(rows)
        content, name = actions.export_sheet(self.sheet, rows, self.suffix, by=request.user)
        return download(content, name=name)

    def post(self, request, *args, **kwargs):
        return redirect(actions.start_export(self.sheet, self.suffix, by=request.user))
