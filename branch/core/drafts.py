"""Drafts of a form: kept on the server while it is filled in, offered again, taken up again."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property

from .forms import token_in
from .held import HeldFilesMixin
from .models import Draft
from .prepared import prepared
from .stored import storable
from .templatetags.portal_format import day as spoken_day

KEEP = "keep_draft"
STAMP = "draft_stamp"
ASKED = "draft"
# what the query string says of the way to a form, and not of the form
WAYS = (ASKED, "back")
NOT_KEPT = "草稿没有存上。您写的还在这一页。"
GONE = "这份草稿已经提交、丢弃或过了七天。"


class DraftAsked(forms.Form):
    """The query string of a link to a draft."""

    draft = forms.UUIDField()


@dataclass(frozen=True)
class Drafts:
    """What a page says of the drafts of its form.

    `here` are drafts of this very form, `elsewhere` drafts of forms of the same kind for other records.
    """

    name: str
    address: str
    here: list
    elsewhere: list


def drafts_of(form_class, *, user, address, token=None):
    """The `Drafts` of a form at an address, but for its own, which has its token; None if it keeps none."""
    if not form_class.draft_name:
        return None
    rows = [row for row in _named(user, name=form_class.draft_name) if row.token != token]
    rows = [row for row in rows if row.is_filled]
    for row in rows:
        row.words = form_class.first_words(row.data)
    here = [row for row in rows if row.address == address]
    others = [row for row in rows if row.address != address]
    return Drafts(form_class.draft_name, address, here, others)


@prepared
def _named(user, *, name):
    return Draft.objects.of(user).named(name)


def form_address(request):
    """The address of the form, without the draft asked for and the way back; the path alone if it is too long."""
    query = request.GET.copy()
    for name in WAYS:
        query.pop(name, None)
    address = f"{request.path}?{query.urlencode()}" if query else request.path
    return address if len(address) <= Draft.LONGEST_ADDRESS else request.path


class DraftMixin(HeldFilesMixin):
    """A form page that keeps what is typed as a draft, and fills the form with a draft asked for."""

    def post(self, request, *args, **kwargs):
        if KEEP in request.POST and self.form_class.draft_name:
            return self._keep()
        return super().post(request, *args, **kwargs)

    def _keep(self):
        """Store the draft; a script gets the time, a browser without one the page with the draft."""
        draft = self._kept()
        if not self.request.accepts("text/html"):
            known = {"at": draft.saved_at.isoformat()} if draft else {}
            return JsonResponse(known, status=200 if draft else 409)
        if draft is None:
            messages.error(self.request, NOT_KEPT)
            return super().post(self.request, *self.args, **self.kwargs)
        for refusal in self.hold_files_sent():
            messages.error(self.request, refusal)
        until = spoken_day(draft.kept_until)
        messages.success(self.request, f"草稿已存到工作台，保留到 {until}。还没有提交。")
        return redirect(draft.url)

    def _kept(self):
        token = token_in(self.request.POST)
        if token is None:
            return None
        return Draft.keep(
            user=self.request.user,
            token=token,
            at=timezone.now(),
            name=self.form_class.draft_name,
            address=form_address(self.request),
            stamp=storable(self.request.POST.get(STAMP, ""))[:20],
            values=self.form_class.draft_values(self.request.POST),
        )

    @cached_property
    def draft(self):
        """The draft the query string asks for, if it is one of the reader's."""
        asked = DraftAsked(self.request.GET)
        if self.request.method != "GET" or not self.form_class.draft_name or not asked.is_valid():
            return None
        rows = Draft.objects.of(self.request.user).named(self.form_class.draft_name)
        return rows.filter(token=asked.cleaned_data["draft"]).first()

    @property
    def drafted(self):
        """The values of the draft asked for, as if they had been sent."""
        return self.draft.data if self.draft else {}

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if self.draft:
            form_class = self.get_form_class()
            kwargs["initial"] = kwargs["initial"] | form_class.initial_of_draft(self.draft)
        return kwargs

    def get(self, request, *args, **kwargs):
        if ASKED in request.GET and not self.draft:
            messages.info(request, GONE)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        drafts = drafts_of(
            self.form_class,
            user=self.request.user,
            address=form_address(self.request),
            token=self.draft.token if self.draft else token_in(self.request.POST),
        )
        return super().get_context_data(drafts=drafts, draft=self.draft, **kwargs)
