"""提醒设置: the own address, confirmed by a link, and whether e-mail is sent there."""

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView

from branch.core.figures import figure
from branch.core.views import ActionFormMixin, Done, TodayMixin, act
from branch.coverage.clock import Hours
from branch.coverage.figures import LINK_HOURS
from branch.coverage.forms import AddressForm, MailSwitchForm
from branch.coverage.mailbox import (
    ask_address,
    ask_again,
    confirm_address,
    drop_address,
    switch_mail,
)
from branch.coverage.models import Mailbox

PERMISSION = "coverage.change_mailbox"
SETTINGS = "coverage:reminder-settings"
SENT = "确认链接已发出。请到那个邮箱里打开，点“确认”才生效。"


class SettingsMixin(PermissionRequiredMixin, ActionFormMixin):
    """A form of the page 提醒设置, which shows both of them."""

    permission_required = PERMISSION
    template_name = "coverage/reminder_settings.html"
    # the name by which the page shows this form
    shown_as = "address_form"

    def get_success_url(self):
        return reverse(SETTINGS)

    def get_context_data(self, **kwargs):
        user, hours = self.request.user, Hours.of(self.today)
        mailbox = Mailbox.objects.filter(user=user).first() or Mailbox(user=user)
        link_hours = figure(LINK_HOURS.key, on=self.today)
        shown = {
            "address_form": AddressForm(initial={"address": mailbox.address}),
            "switch_form": MailSwitchForm(initial={"is_on": mailbox.is_on}, auto_id="switch_%s"),
        }
        if "form" in kwargs:
            shown[self.shown_as] = kwargs["form"]
        return super().get_context_data(
            mailbox=mailbox,
            hours=hours,
            link_hours=link_hours,
            is_asked=mailbox.is_asked_at(timezone.now(), hours=link_hours),
            has_mail=settings.HAS_MAIL,
            is_daily=user.has_perm("coverage.daily_reminder"),
            **shown | kwargs,
        )


class ReminderSettings(SettingsMixin, FormView):
    http_method_names = ["get", "head", "post"]
    form_class = AddressForm

    def perform(self, form):
        address = form.cleaned_data["address"]
        mailbox = ask_address(address=address, at=timezone.now(), by=self.request.user)
        return Done(mailbox, message=SENT)


@method_decorator(require_POST, name="dispatch")
class MailSwitch(SettingsMixin, FormView):
    """打开 or 关闭: whether reminders are sent by e-mail."""

    http_method_names = ["post"]
    form_class = MailSwitchForm
    shown_as = "switch_form"
    success_message = "设置已保存。"

    def perform(self, form):
        return switch_mail(is_on=form.cleaned_data["is_on"], by=self.request.user)


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def address_again(request):
    """再发一次: another link to the address that waits."""
    return act(
        request,
        lambda: ask_again(at=timezone.now(), by=request.user),
        back=SETTINGS,
        message=SENT,
    )


@require_POST
@permission_required(PERMISSION, raise_exception=True)
def address_drop(request):
    """删去邮箱: delete the own address."""
    return act(
        request,
        lambda: drop_address(by=request.user),
        back=SETTINGS,
        message="邮箱已删去，不再收邮件。通知和待办事项照常。",
    )


class AddressConfirm(PermissionRequiredMixin, TodayMixin, TemplateView):
    """确认邮箱: what the link in the message leads to.

    A GET does not confirm, as mail programs fetch a link before a person opens it.
    """

    http_method_names = ["get", "head", "post"]
    permission_required = PERMISSION
    template_name = "coverage/address_confirm.html"

    def get(self, request, *args, token):
        mailbox = self._asked(token).first()
        if mailbox is None:
            return self._gone()
        return self.render_to_response(self.get_context_data(mailbox=mailbox))

    def post(self, request, *args, token):
        if not self._asked(token).exists():
            return self._gone()
        return act(
            request,
            lambda: confirm_address(token, at=timezone.now(), by=request.user),
            back=SETTINGS,
            message="邮箱已确认，以后的提醒发到这里。",
        )

    @cached_property
    def hours(self):
        return figure(LINK_HOURS.key, on=self.today)

    def _asked(self, token):
        rows, now = Mailbox.objects, timezone.now()
        return rows.asked_with(token, user=self.request.user, at=now, hours=self.hours)

    def _gone(self):
        """The page for a link that was used, replaced, has expired or is of another user."""
        context = {"hours": self.hours}
        return render(self.request, "coverage/address_gone.html", context, status=404)
