"""The pages of sign-ins: the list with states, the slips to print, and unlocking."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from branch.accounts.actions import unlock
from branch.core.forms import words_sent
from branch.core.models import FormToken
from branch.core.sorting import Sort, SortMixin
from branch.core.views import FilterMixin, act
from branch.school import actions
from branch.school.forms import SignInFilter, SlipsForm
from branch.school.models import SignInState, Staff
from branch.school.slips import Slip, local_host, sheets

SEEN = "这一批登录条已经显示过一次。没有打印好的，请重新勾选再打印，先前的随即作废。"

RACED = "刚有人同时在办登录账号，这一次没有发出登录条。请看最新的名单，再办一次。"
NOBODY_WAITS = "未开通的教职工刚由另一位管理员发过登录条，这一次没有再发。"


def _colleagues(moment):
    """Every colleague with the state of the sign-in, for users who may issue links."""
    return Staff.objects.staying().with_sign_in_at(moment)


class SignInList(PermissionRequiredMixin, SortMixin, FilterMixin, ListView):
    """登录账号: the colleagues and the states of their sign-ins."""

    http_method_names = ["get", "head"]
    permission_required = "accounts.issue_link"
    filter_class = SignInFilter
    template_name = "school/signin_list.html"
    paginate_by = 40
    sorts = {
        "name": Sort("姓名", "name_keys"),
        "number": Sort("工号", "number"),
        "state": Sort("状态", "sign_in", "name_keys", choices=SignInState),
    }

    @cached_property
    def queryset(self):
        return _colleagues(timezone.now())

    def get_context_data(self, **kwargs):
        waiting = self.queryset.filter(sign_in=SignInState.NONE)
        return super().get_context_data(
            form=SlipsForm(staff=Staff.objects.none()),
            waiting_count=waiting.count(),
            local_host=local_host(self.request.get_host()),
            **kwargs,
        )


@require_POST
@permission_required("accounts.issue_link", raise_exception=True)
def slips_print(request):
    """打印登录条: issue links to those chosen, and show them in this response only.

    The same form sent again issues nothing, as its slips may be printed already.
    """
    now = timezone.now()
    form = SlipsForm(request.POST, staff=_colleagues(now))
    try:
        links = _issue(form, at=now, by=request.user)
    except ValidationError as refusal:
        messages.error(request, "".join(refusal.messages))
        return redirect("school:signin-list")
    except IntegrityError:  # two requests at once gave one telephone or 工号 to two people
        messages.error(request, RACED)
        return redirect("school:signin-list")
    if not links:
        messages.warning(request, SEEN if links is None else NOBODY_WAITS)
        return redirect("school:signin-list")
    origin = request.build_absolute_uri("/").rstrip("/")
    slips = [Slip.of(link, origin=origin) for link in links]
    return render(request, "school/slips.html", {"sheets": sheets(slips), "count": len(slips)})


@transaction.atomic
def _issue(form, *, at, by):
    """The new links, or None if this form was sent before."""
    if not form.is_valid():
        raise ValidationError([error for errors in form.errors.values() for error in errors])
    token, words = form.cleaned_data["form_token"], words_sent(form.data, form.files)
    _, is_first = FormToken.spend(user=by, token=token, words=words)
    if not is_first:
        return None
    links = actions.open_sign_ins(form.cleaned_data["staff"], at=at, by=by)
    if form.cleaned_data["is_for_all"]:
        links = [*actions.open_waiting_sign_ins(at=at, by=by), *links]
    return links


@require_POST
@permission_required("accounts.issue_link", raise_exception=True)
def signin_unlock(request, pk):
    staff = get_object_or_404(_colleagues(timezone.now()).exclude(user=None), pk=pk)
    return act(
        request,
        lambda: unlock(staff.user, by=request.user),
        back=f"{reverse('school:signin-list')}?{SignInFilter(request.POST).query}".rstrip("?"),
        message=f"{staff.name}可以马上再登录了。",
    )
