from collections import defaultdict

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required, permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView, UpdateView

from branch.core.contributions import OptionSource
from branch.core.views import ActionFormMixin, TodayMixin, VisibleToUserMixin, act

from . import actions
from .backends import may_be_remembered
from .devices import device_of, remember_device
from .forms import EndRoleForm, FirstPasswordForm, PasswordForm, RoleForm, SignInForm
from .locks import tries_elsewhere
from .models import Role, RoleGrant, SignInLink, User

REMEMBER_SECONDS = 30 * 24 * 60 * 60


class SignIn(LoginView):
    http_method_names = ["get", "head", "post"]
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        """The context without Django's `site`, which would hide the portal's own."""
        context = super().get_context_data(**kwargs)
        return {name: value for name, value in context.items() if name not in ("site", "site_name")}

    def form_valid(self, form):
        answer = super().form_valid(form)
        if form.cleaned_data["remember"] and may_be_remembered(form.get_user()):
            self.request.session.set_expiry(REMEMBER_SECONDS)
        return remember_device(self.request, answer, form.get_user())

    def form_invalid(self, form):
        answer = super().form_invalid(form)
        if form.has_error(NON_FIELD_ERRORS, "must_wait"):
            answer.status_code = 429
        return answer


@method_decorator([login_not_required, sensitive_post_parameters()], name="dispatch")
class FirstSignIn(FormView):
    """设置密码: the holder of a sign-in link sets the password of its user.

    A GET does not use the link up, as messengers fetch a link before a person opens it.
    """

    http_method_names = ["get", "head", "post"]
    template_name = "accounts/first.html"
    form_class = FirstPasswordForm
    success_url = reverse_lazy(settings.LOGIN_REDIRECT_URL)

    def dispatch(self, request, *args, **kwargs):
        links = SignInLink.objects.open_at(timezone.now()).select_related("user")
        self.link = links.filter(token=kwargs["token"]).first()
        if self.link is None:
            return self._unusable()
        return super().dispatch(request, *args, **kwargs)

    def _unusable(self):
        """The page for a link that was used, replaced, has expired or never existed."""
        return render(self.request, "accounts/first_gone.html", status=404)

    def get_form_kwargs(self):
        may_stay = may_be_remembered(self.link.user)
        return super().get_form_kwargs() | {"user": self.link.user, "may_stay": may_stay}

    def get_context_data(self, **kwargs):
        signed_in = self.request.user
        other = signed_in if signed_in.is_authenticated and signed_in != self.link.user else None
        return super().get_context_data(link=self.link, other=other, **kwargs)

    def form_valid(self, form):
        password = form.cleaned_data["new_password1"]
        try:
            user = actions.use_link(self.link.token, password=password, at=timezone.now())
        except ValidationError:
            return self._unusable()
        login(self.request, user, settings.AUTHENTICATION_BACKENDS[-1])
        if form.cleaned_data.get("remember"):
            self.request.session.set_expiry(REMEMBER_SECONDS)
        messages.success(self.request, "密码已设好。以后用工号或手机号登录。")
        return remember_device(self.request, super().form_valid(form), user)


class SignOut(LogoutView):
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        answer = super().post(request, *args, **kwargs)
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer


class Account(PermissionRequiredMixin, TodayMixin, FormView):
    """个人设置: the user's roles and sign-in links, a new password, an end to other sessions."""

    http_method_names = ["get", "head", "post"]
    permission_required = "core.use_desk"
    template_name = "accounts/account.html"
    form_class = PasswordForm
    success_url = reverse_lazy("accounts:account")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        user, now = self.request.user, timezone.now()
        links, device = user.links.recent_at(now), device_of(self.request, user)
        return super().get_context_data(
            grants=user.grants.opening_on(self.today).order_by("from_on"),
            links=links.select_related("issued_by"),
            tries_elsewhere=tries_elsewhere(user.username, device, at=now),
            **kwargs,
        )

    def form_valid(self, form):
        user = actions.change_password(
            user=self.request.user,
            password=form.cleaned_data["new_password1"],
            by=self.request.user,
        )
        update_session_auth_hash(self.request, user)
        messages.success(self.request, "密码已修改，其他设备上的登录都已退出。")
        return remember_device(self.request, super().form_valid(form), user)


@require_POST
def sessions_end(request):
    """退出其他设备: end the user's other sessions."""
    user = actions.end_sessions(user=request.user, by=request.user)
    update_session_auth_hash(request, user)
    messages.success(request, "其他设备上的登录都已退出。")
    return remember_device(request, redirect("accounts:account"), user)


class RoleList(PermissionRequiredMixin, TodayMixin, TemplateView):
    """角色任命: the roles held now and in the past, and the proposals to be confirmed."""

    http_method_names = ["get", "head"]
    permission_required = "accounts.propose_role"
    template_name = "accounts/role_list.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        rows = RoleGrant.objects.visible_to(user).order_by("from_on", "pk")
        rows = rows.select_related("user", "proposed_by", "confirmed_by")
        waiting = RoleGrant.objects.waiting_for(user, on=self.today)
        return super().get_context_data(
            to_confirm=set(waiting.values_list("pk", flat=True)),
            proposals=rows.proposed(),
            roles=_by_role(rows.standing_on(self.today)),
            past=rows.over_on(self.today).reverse(),
            **kwargs,
        )


def _by_role(grants):
    """(role, its grants) for every role, in the order of `Role`."""
    held = defaultdict(list)
    for grant in grants:
        held[grant.role].append(grant)
    return [(role.label, held[role]) for role in Role]


class RoleCreate(PermissionRequiredMixin, ActionFormMixin, FormView):
    """提出任命: propose a role."""

    http_method_names = ["get", "head", "post"]
    permission_required = "accounts.propose_role"
    form_class = RoleForm
    template_name = "accounts/role_form.html"
    success_message = "已提出任命，等另一位确认后生效。"

    def get_success_url(self):
        return reverse("accounts:role-list")

    def get_form_kwargs(self):
        people = User.objects.filter(is_active=True).order_by("username")
        return super().get_form_kwargs() | {"people": people, "found_by": self._found_by}

    def _found_by(self, typed):
        """The keys of the users whom the text finds, as the script finds them."""
        source = OptionSource.of("user/role")
        found = source.find(self.request.user, typed, on=self.today)
        return [source.option(row, on=self.today).value for row in found]

    def get_initial(self):
        return {"from_on": self.today}

    def perform(self, form):
        return actions.propose_role(on=self.today, by=self.request.user, **form.action_kwargs())


class RoleEnd(PermissionRequiredMixin, ActionFormMixin, VisibleToUserMixin, UpdateView):
    """结束任命: end a role after a confirmation, with immediate effect."""

    http_method_names = ["get", "head", "post"]
    permission_required = "accounts.propose_role"
    form_class = EndRoleForm
    template_name = "accounts/role_end.html"
    success_message = "任命已结束。"

    @cached_property
    def queryset(self):
        return RoleGrant.objects.standing_on(self.today).select_related("user")

    def get_success_url(self):
        return reverse("accounts:role-list")

    def perform(self, form):
        grant = self.object
        actions.end_role(grant, on=self.today, by=self.request.user)
        return grant


@require_POST
@permission_required("accounts.propose_role", raise_exception=True)
def role_confirm(request, pk):
    grant = get_object_or_404(RoleGrant.objects.visible_to(request.user), pk=pk)
    return act(
        request,
        lambda: actions.confirm_role(grant, at=timezone.now(), by=request.user),
        back="accounts:role-list",
        message=f"已确认：{grant.user}任{grant.get_role_display()}。",
    )


@require_POST
@permission_required("accounts.propose_role", raise_exception=True)
def role_drop(request, pk):
    """不同意 or, by the proposer, 撤回: drop a proposal."""
    grant = get_object_or_404(RoleGrant.objects.visible_to(request.user), pk=pk)
    return act(
        request,
        lambda: actions.drop_proposal(grant, by=request.user),
        back="accounts:role-list",
        message="这项任命已撤下，没有生效。",
    )


def locked_out(request, credentials, *args, **kwargs):
    """The page after too many wrong passwords for one name from one address."""
    minutes = int(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "registration/locked.html", {"minutes": minutes}, status=429)
