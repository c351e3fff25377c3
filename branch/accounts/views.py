from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.contrib.auth.views import LoginView, LogoutView
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from . import actions
from .backends import roles_of
from .forms import PasswordForm, SignInForm
from .models import Role

REMEMBERED = 30 * 24 * 60 * 60  # seconds
# Who keeps the most sensitive rows signs in anew each working day.
NEVER_REMEMBERED = {Role.COUNSELLOR, Role.ADMIN}


class SignIn(LoginView):
    http_method_names = ["get", "head", "post"]
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        """Without Django's own notion of a site: ours comes with the frame of every page."""
        context = super().get_context_data(**kwargs)
        return {name: value for name, value in context.items() if name not in ("site", "site_name")}

    def form_valid(self, form):
        answer = super().form_valid(form)
        if form.cleaned_data["remember"] and not NEVER_REMEMBERED & roles_of(form.get_user()):
            self.request.session.set_expiry(REMEMBERED)
        return answer


class SignOut(LogoutView):
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        answer = super().post(request, *args, **kwargs)
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer


class Account(PermissionRequiredMixin, FormView):
    """个人设置: change the password, end the sessions on other devices."""

    http_method_names = ["get", "head", "post"]
    permission_required = "core.use_desk"
    template_name = "accounts/account.html"
    form_class = PasswordForm
    success_url = reverse_lazy("accounts:account")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        user = actions.change_password(
            user=self.request.user,
            password=form.cleaned_data["new_password1"],
            by=self.request.user,
        )
        update_session_auth_hash(self.request, user)
        messages.success(self.request, "密码已修改，其他设备上的登录都已退出。")
        return super().form_valid(form)


@require_POST
def sessions_end(request):
    """退出其他设备: this one stays signed in."""
    user = actions.end_sessions(user=request.user, by=request.user)
    update_session_auth_hash(request, user)
    messages.success(request, "其他设备上的登录都已退出。")
    return redirect("accounts:account")


def locked_out(request, credentials, *args, **kwargs):
    """The page after five wrong tries of one name from one address."""
    minutes = int(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "registration/locked.html", {"minutes": minutes}, status=429)
