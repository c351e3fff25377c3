"""The board printed on A4, and as a table to work on."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView, View

from branch.core import access
from branch.core.files import download
from branch.core.public import site_of
from branch.coverage import sheet

from .board import BoardMixin

FINE = "只有数字、班级和学生编号。按截至今天的记录"


class SheetMixin(BoardMixin):
    """A day that is refused leads to the board, which says why."""

    http_method_names = ["get", "head"]

    def dispatch(self, request, *args, **kwargs):
        if request.user.has_perm(self.permission_required) and self.on is None:
            return redirect(f"{reverse('coverage:board')}?{request.GET.urlencode()}")
        return super().dispatch(request, *args, **kwargs)

    def read(self, how):
        """The rows, whose students are noted as read."""
        rows, students = sheet.lines(self.statuses)
        access.note(self.request, "student", students, how)
        return rows

    @property
    def signed(self):
        return f"{self.request.user} {timezone.localtime():%Y-%m-%d %H:%M} · {FINE}"


class BoardPrint(SheetMixin, TemplateView):
    """落实情况 on A4."""

    template_name = "coverage/board_print.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            site=site_of(self.request),
            on=self.on,
            columns=[name for name, _ in sheet.COLUMNS],
            rows=self.read("print"),
            info=[f"截至：{self.on}"],
            fine=f"打印 {self.signed}",
            **kwargs,
        )


class BoardXlsx(SheetMixin, View):
    """落实情况 as xlsx."""

    def get(self, request):
        # the library is slow to load, and few requests need it
        from branch.core.spreadsheet import workbook_bytes

        data = workbook_bytes(
            title="落实情况",
            head=[f"{site_of(request).branch_name} 落实情况", f"截至 {self.on}"],
            columns=sheet.COLUMNS,
            rows=self.read("export"),
            foot=[f"导出 {self.signed}"],
        )
        return download(data, name=f"落实情况（截至 {self.on}）.xlsx")
