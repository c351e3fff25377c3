from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from branch.core.figures import figure
from branch.core.links import redirect_within
from branch.core.views import FilterMixin, VisibleToUserMixin
from branch.coverage.actions import open_notice, read_notices
from branch.coverage.figures import NOTICE_DAYS
from branch.coverage.forms import NoticeFilter
from branch.coverage.models import Notice
from branch.coverage.notices import by_age, with_details

GONE = "这件事已经办完、撤销，或者不再归您办理，通知已收起。"


class NoticeList(PermissionRequiredMixin, FilterMixin, VisibleToUserMixin, ListView):
    """通知: what is new for the user; each leads to its work by one button."""

    http_method_names = ["get", "head"]
    permission_required = "core.use_desk"
    queryset = Notice.objects.select_related("by")
    filter_class = NoticeFilter
    template_name = "coverage/notice_list.html"
    paginate_by = 30

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = with_details(context["object_list"], user=self.request.user, on=self.today)
        kinds = self._kinds(all_count=self._count_all(context["paginator"]))
        days = figure(NOTICE_DAYS.key, on=self.today)
        return context | {"groups": by_age(rows, on=self.today), "kinds": kinds, "days": days}

    def _count_all(self, paginator):
        if self.filter.is_narrowed:
            return Notice.objects.visible_to(self.request.user).count()
        return paginator.count

    def _kinds(self, *, all_count):
        is_narrowed, unread = self.filter.is_narrowed, self.request.user.unread_notices
        return [
            {"label": f"全部 {all_count}", "url": "?", "current": not is_narrowed},
            {"label": f"未读 {unread}", "url": "?only=unread", "current": is_narrowed},
        ]


@require_POST
@permission_required("core.use_desk", raise_exception=True)
def notice_open(request, pk):
    """查看: mark one's own notice as read and go to its work."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    address = open_notice(notice, at=timezone.now(), by=request.user)
    if not address:
        messages.info(request, GONE)
    return redirect_within(address or reverse("coverage:notice-list"))


@require_POST
@permission_required("core.use_desk", raise_exception=True)
def notices_read(request):
    """全部标为已读: mark all of one's own as read."""
    read_notices(Notice.objects.visible_to(request.user), at=timezone.now())
    messages.success(request, "已全部标为已读。")
    return redirect("coverage:notice-list")
