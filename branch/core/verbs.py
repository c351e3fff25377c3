"""What answers a verb that an address does not take, and where a button that was not answered leads.

The address of a button takes only POST. A GET of it comes from a person who typed it, or who signed in again
after the session had ended: it leads back to the page that held the button.
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import render
from django.urls import is_valid_path, reverse

from .links import page_before, redirect_within

NOT_DONE = "这一步要在页面上点按钮才会办，刚才没有办。请再点一次。"


def page_above(path):
    """Return the nearest page above an address in the URLconf; the desk, where there is none."""
    while path.count("/") > 2:
        path = path[: path.rstrip("/").rindex("/") + 1]
        if is_valid_path(path):
            return path
    return reverse(settings.LOGIN_REDIRECT_URL)


def wants_page(request):
    """Whether a person waits for the answer, not a script."""
    return request.get_preferred_type(["text/html", "application/json"]) == "text/html"


class SignInRequired(LoginRequiredMiddleware):
    """Ask for a sign-in; it leads to the page that was open, where the form or the button is."""

    def handle_no_permission(self, request, view_func):
        page = page_before(request) if request.method == "POST" and wants_page(request) else ""
        if not page:
            return super().handle_no_permission(request, view_func)
        # a form that is shown at its own address says so itself
        if page.partition("?")[0] != request.path:
            messages.warning(request, NOT_DONE)
        return redirect_to_login(page, settings.LOGIN_URL)


class RefusedVerbs:
    """Answer a refused GET of a signed-in person with the page above, any other refused verb with 405.html."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 405 or request.method == "HEAD" or not wants_page(request):
            return response
        if request.method == "GET" and request.user.is_authenticated:
            messages.warning(request, NOT_DONE)
            return redirect_within(page_above(request.path))
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page
