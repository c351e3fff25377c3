"""What families see: an event with its form, their own sign-up, and how to find it again. No account, no script."""

from datetime import timedelta
from uuid import UUID, uuid4

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView

from branch.accounts.backends import client_address
from branch.core.addresses import address_of
from branch.core.forms import token_in
from branch.core.views import ActionFormMixin, TodayMixin
from branch.service.parents import actions, forms
from branch.service.parents.calendar import (
    Event,
    events_of_families,
    has_opening,
    past_events,
    public_events,
)

COOKIE, COOKIE_AGE = "signup", timedelta(hours=12)
SIGNER = Signer(salt="service.parents.own")
NOT_FOUND = "没有找到。请核对报名码和手机号后四位；忘了报名码，请打支部办公室。"
WAIT = "查错的次数太多了，请过一小时再试；着急的请打支部办公室。"


class EventMixin(TodayMixin):
    """A page of an announced event; any other is a 404. Nobody signs in, and nothing that was sent is reported."""

    @method_decorator([login_not_required, sensitive_post_parameters()])
    def dispatch(self, request, *args, **kwargs):
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def at(self):
        return timezone.now()

    @cached_property
    def activity(self):
        return get_object_or_404(public_events().with_people(), pk=self.kwargs["pk"])

    @cached_property
    def opening(self):
        if not has_opening(self.activity):
            raise Http404
        self.activity.parent_opening.activity = self.activity
        return self.activity.parent_opening

    def get_context_data(self, **kwargs):
        event = Event(self.activity, self.at)
        return super().get_context_data(event=event, **kwargs)


class EventPage(EventMixin, ActionFormMixin, FormView):
    """An event; while families may sign up, with the form."""

    http_method_names = ["get", "head", "post"]
    form_class = forms.SignUpForm
    template_name = "service/event.html"

    def get_form_kwargs(self):
        """What the form needs; without an opening there is no form, and a POST is a 404."""
        return super().get_form_kwargs() | {"opening": self.opening, "at": self.at}

    def get_context_data(self, **kwargs):
        if not has_opening(self.activity):
            kwargs["form"] = None
        return super().get_context_data(**kwargs) | {
            "past": past_events(self.activity, at=self.at),
            "materials": list(self.activity.materials.public()),
            "books": list(self.activity.books.released()),
        }

    def form_valid(self, form):
        """Sign up, or store nothing where the telephone has; both answers are the same."""
        address = client_address(self.request)
        self.source, self.is_over = actions.count_one_of(self.opening, address=address, at=self.at)
        try:
            return super().form_valid(form)
        except actions.AlreadySignedUpError:
            if self._is_own(form.cleaned_data["phone"]):
                return redirect("service:signup-own", self.activity.pk)
            return self._redirect(None)

    def _is_own(self, phone):
        """Whether this browser's cookie names the sign-up of the telephone: it keeps its code, which is asked again."""
        row = own_sign_up(self.request, self.opening)
        return row is not None and row.phone == phone

    def perform(self, form):
        return actions.sign_up(
            self.opening,
            token=form.cleaned_data["form_token"],
            source=self.source,
            is_over=self.is_over,
            at=self.at,
            **form.action_kwargs(),
        )

    def get_success_url(self):
        return address_of("service:signup-own", self.activity.pk)

    def _redirect(self, done):
        """Lead to one's own sign-up; the cookie has the token of the form, whether or not it stored one."""
        return led_to_own(self.activity.pk, token_in(self.request.POST))


def own_sign_up(request, opening):
    """The sign-up at an event that the cookie of the browser names; None without one."""
    try:
        pk, _, token = SIGNER.unsign(request.COOKIES.get(COOKIE, "")).partition(".")
    except BadSignature:
        return None
    is_here = pk == str(opening.activity_id)
    return opening.signups.filter(token=UUID(token)).first() if is_here else None


def led_to_own(pk, token):
    """Redirect to the page of one's own sign-up, which the cookie names by its token."""
    response = HttpResponseRedirect(address_of("service:signup-own", pk))
    response.set_cookie(
        COOKIE,
        SIGNER.sign(f"{pk}.{token or uuid4()}"),
        max_age=COOKIE_AGE,
        path=address_of("service:event", pk),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


class FamilyMixin(EventMixin):
    """A page about one's own sign-up: it stays while there are any, so that one may cancel."""

    @cached_property
    def activity(self):
        return get_object_or_404(events_of_families().with_people(), pk=self.kwargs["pk"])


class OwnPage(FamilyMixin, TemplateView):
    """One's own sign-up, for the browser that made it or found it again; for any other the neutral page."""

    http_method_names = ["get", "head", "post"]
    template_name = "service/signup_own.html"

    @cached_property
    def row(self):
        """The sign-up that the cookie names; None without one. An event without an opening is a 404."""
        return own_sign_up(self.request, self.opening)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.row is None:
            return context | {"row": None}
        return context | {
            "row": self.row,
            "says": actions.tell_seats(self.row),
            "may_cancel": self.row.arrived_at is None and not self.row.is_cancelled,
            "picture": segno.make(self.row.code, error="m", micro=False).svg_data_uri(
                border=2, scale=5
            ),
        }

    def post(self, request, *args, **kwargs):
        """取消报名: the page asks first."""
        refused = ""
        if self.row is not None:
            try:
                actions.cancel_sign_up(self.row, at=self.at)
            except ValidationError as refusal:
                refused = refusal.messages[0]
        if refused:
            return self.render_to_response(self.get_context_data(refused=refused))
        return redirect("service:signup-own", self.activity.pk)


class FindPage(FamilyMixin, FormView):
    """Find one's own sign-up by code and last four digits, sent in a form and never in an address."""

    http_method_names = ["get", "head", "post"]
    form_class = forms.FindForm
    template_name = "service/signup_find.html"

    def get_context_data(self, **kwargs):
        # an event without an opening has nothing to find
        return super().get_context_data(opening=self.opening, **kwargs)

    def form_valid(self, form):
        found = actions.find_own(
            self.opening, address=client_address(self.request), at=self.at, **form.cleaned_data
        )
        if found.row:
            return led_to_own(self.activity.pk, found.row.token)
        form.add_error(None, WAIT if found.must_wait else NOT_FOUND)
        return self.form_invalid(form)
