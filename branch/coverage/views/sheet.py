"""The board printed on A4, and as a table to work on."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from branch.core import access
from branch.core.files import download
from branch.core.public import site_of
from branch.coverage import board, sheet

from .board import BoardMixin


class SheetMixin(BoardMixin):
    """A day that is refused leads to the board, which says why."""

    http_method_names = ["get", "head"]
    template_name = "coverage/board_print.html"
    title, shows = "落实情况", "只有数字、班级和学生编号"

    def dispatch(self, request, *args, **kwargs):
        if self.on is None and self.has_permission():
            return redirect(f"{reverse('coverage:board')}?{request.GET.urlencode()}")
        return super().dispatch(request, *args, **kwargs)

    def read(self, how):
        """The rows, whose students are noted as read."""
        rows, students = sheet.lines(self.statuses)
        access.note(self.request, "student", students, how)
        return rows

    @property
    def signed(self):
        return f"{self.request.user} {timezone.localtime():%Y-%m-%d %H:%M} · {self.shows}。按截至今天的记录"


class BoardPrint(SheetMixin, TemplateView):
    """落实情况 on A4."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            site=site_of(self.request),
            on=self.on,
            columns=[name for name, _ in sheet.COLUMNS],
            rows=self.read("print"),
            info=[f"截至：{self.on}", *filter(None, [self.asked.doubt])],
            fine=f"打印 {self.signed}",
            **kwargs,
        )


class FullStatement(SheetMixin, TemplateView):
    """全覆盖情况说明: there is one of a day on which no duty has a gap; of any other day it is a 404."""

    permission_required = ("coverage.view_coverage", "coverage.view_boardsnapshot")
    title, shows = "全覆盖情况说明", "只有数字"

    def get_context_data(self, **kwargs):
        if not board.is_full(self.statuses):
            raise Http404("some duty has a gap on this day")
        says, rows = sheet.statement(self.statuses, on=self.on)
        return super().get_context_data(
            site=site_of(self.request),
            on=self.on,
            columns=sheet.STATED,
            rows=rows,
            info=says,
            fine=f"打印 {self.signed}",
            **kwargs,
        )


class BoardXlsx(SheetMixin, View):
    """落实情况 as xlsx."""

    def get(self, request):
        # the library is slow to load, and few requests need it
        from branch.core.spreadsheet import workbook_bytes

        data = workbook_bytes(
            title=self.title,
            head=[f"{site_of(request).branch_name} {self.title}", f"截至 {self.on}"],
            columns=sheet.COLUMNS,
            rows=self.read("export"),
            foot=[f"导出 {self.signed}"],
        )
        return download(data, name=f"{self.title}（截至 {self.on}）.xlsx")
