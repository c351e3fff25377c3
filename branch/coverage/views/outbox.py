"""提醒发送情况: when `tick` last ran, what was given up, and what is on its way."""

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from branch.core.figures import figure
from branch.core.public import site_of
from branch.core.views import TodayMixin, act
from branch.coverage.actions import send_again, settle_message
from branch.coverage.clock import is_workday
from branch.coverage.figures import MESSAGE_DAYS
from branch.coverage.models import OutboxMessage
from branch.operations.ticking import LastTick

PERMISSION = "operations.view_chorerun"


class Outbox(PermissionRequiredMixin, TodayMixin, ListView):
    """提醒发送情况: the messages that were given up, with what concerns all of them."""

    http_method_names = ["get", "head"]
    permission_required = PERMISSION
    template_name = "coverage/outbox.html"
    queryset = OutboxMessage.objects.given_up().select_related("user")
    paginate_by = 30

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            last_tick=LastTick(site_of(self.request).ticked_at, timezone.now()),
            days=figure(MESSAGE_DAYS.key, on=self.today),
            is_workday=is_workday(self.today),
            has_mail=settings.HAS_MAIL,
            has_robot=bool(settings.ROBOT_SECRET_URL),
            **OutboxMessage.objects.in_numbers(),
            **kwargs,
        )


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def message_again(request, pk):
    """再发一次: let a message that no server took wait again."""
    message = get_object_or_404(OutboxMessage, pk=pk)
    return act(
        request,
        lambda: send_again(message, at=timezone.now(), by=request.user),
        back="coverage:outbox",
        message="已放回待发，下一次整理时再发。",
    )


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def message_settle(request, pk):
    """知道了: put a message away that was given up."""
    message = get_object_or_404(OutboxMessage, pk=pk)
    return act(
        request,
        lambda: settle_message(message, at=timezone.now(), by=request.user),
        back="coverage:outbox",
        message="已收起。",
    )
