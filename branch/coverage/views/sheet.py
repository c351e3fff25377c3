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

FINE = "只有数字、班级和学生编号。按截至今天的记录"


class SheetMixin(BoardMixin):
    """A day that is refused leads to the board, which says why."""

    http_method_names = ["get", "head"]

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
            info=[f"截至：{self.on}", *filter(None, [self.asked.doubt])],
            fine=f"打印 {self.signed}",
            **kwargs,
        )


class FullStatement(SheetMixin, TemplateView):
    """全覆盖情况说明: there is one of a day on which no duty has a gap; of any other day it is a 404."""

    permission_required = ("coverage.view_coverage", "coverage.view_boardsnapshot")
    template_name = "coverage/statement_print.html"

    def get_context_data(self, **kwargs):
        if not board.is_full(self.statuses):
            raise Http404("some duty has a gap on this day")
        wholes = [(status.duty, status.whole) for status in self.statuses if status.whole.bound]
        return super().get_context_data(
            site=site_of(self.request),
            on=self.on,
            says=_full_says(wholes, self.on),
            columns=["事项", "应落实", "已落实", "暂缓"],
            rows=[
                [f"{duty.title}（{duty.unit}）", whole.bound, whole.met, whole.excused]
                for duty, whole in wholes
            ],
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


def _full_says(wholes, on):
    """The sentences of a statement: the day, the roll, and how many may wait."""
    (roll,) = [whole.bound for duty, whole in wholes if duty.track == "whole"]
    excused = sum(whole.excused for _, whole in wholes)
    waits = f"另有暂缓 {excused} 项，不计入缺口。" if excused else "没有暂缓。"
    return [
        f"截至 {on}，按截至今天的记录：在籍学生 {roll} 名，下列各项没有缺口。",
        waits,
    ]
