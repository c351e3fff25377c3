"""The habits of every view: rows one may see, one action a form, a record of what was shown."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from . import access
from .models import FormToken, Stale

RACED = "刚有人改动了同一条记录，请核对后再保存。您写的内容还在。"


class TodayMixin:
    """The clock is asked here once and handed down."""

    @cached_property
    def today(self):
        return timezone.localdate()


class VisibleToUserMixin(TodayMixin):
    """Show only the rows the signed-in user may see; any other row is a 404."""

    def get_queryset(self):
        return super().get_queryset().visible_to(self.request.user)


class FilterMixin:
    """Narrow the list by the query string; the form goes to the template as `filter`."""

    filter_class = None

    @cached_property
    def filter(self):
        return self.filter_class(self.request.GET)

    def get_queryset(self):
        return self.filter.narrow(super().get_queryset())

    def get_context_data(self, **kwargs):
        return super().get_context_data(filter=self.filter, **kwargs)


class ShownMixin:
    """Note whose data the rows of this page show; `shown_ids(row)` yields student ids of one row."""

    shown_action = "view"

    def shown_ids(self, row):
        return [row.student_id]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = context.get("object_list")
        if rows is None:
            rows = [context["object"]] if context.get("object") else []
        ids = [pk for row in rows for pk in self.shown_ids(row)]
        access.note(self.request, "student", ids, self.shown_action)
        return context


class ActionFormMixin(TodayMixin):
    """Hand a valid form to one action, once, and show whatever the action refuses."""

    success_message = "记录已保存。"
    # where the message leads on to, if anywhere
    success_link = ""
    conflict_template = "409.html"

    def dispatch(self, request, *args, **kwargs):
        """Of a form sent again the row may be gone by now; only then is it asked for its first sending."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            address = self._sent_before()
            if not address:
                raise
            return self._done(address)

    def form_invalid(self, form):
        """Or what it names is no longer offered."""
        address = self._sent_before()
        return self._done(address) if address else super().form_invalid(form)

    def _sent_before(self):
        """Where this person's first sending of this very form led, if there was one."""
        try:
            token = UUID(self.request.POST.get("form_token", ""))
        except ValueError:
            return None
        spent = FormToken.objects.filter(user=self.request.user, token=token)
        return spent.values_list("address", flat=True).first()

    def _done(self, address):
        messages.success(self.request, self.success_message, extra_tags=self.success_link)
        return HttpResponseRedirect(address)

    def perform(self, form):
        """Call one action with what was typed; return the record it stored."""
        raise NotImplementedError

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.pop("instance", None)
        if getattr(self, "object", None):
            kwargs["current"] = self.object
        return kwargs

    def form_valid(self, form):
        try:
            address = self._store(form)
        except ValidationError as refusal:
            form.refuse(refusal)
        except IntegrityError:
            form.add_error(None, RACED)
        except Stale as stale:
            return self._conflict(form, stale.current)
        else:
            return self._done(address)
        return self.form_invalid(form)

    def _store(self, form):
        """Spend the token and act in one transaction; a replay is led to the first result."""
        known = self.get_success_url() if getattr(self, "object", None) else ""
        with transaction.atomic():
            token, is_first = FormToken.spend(
                user=self.request.user, token=form.cleaned_data["form_token"], address=known
            )
            if is_first:
                self.object = self.perform(form)
                token.lead_to(self.get_success_url())
        return token.address

    def get_success_url(self):
        return self.object.get_absolute_url()

    def _conflict(self, form, current):
        rows = form.compared_with(current)
        form.rebased_on(current)
        context = self.get_context_data(form=form) | {"rows": rows, "current": current}
        return render(self.request, self.conflict_template, context, status=409)


def act(request, call, *, back, said=""):
    """One tap: run an action, say what it did or why it did not, and go back to `back`."""
    try:
        with transaction.atomic():
            call()
    except ValidationError as refusal:
        messages.error(request, "".join(refusal.messages))
    except Stale:
        messages.error(request, "这条记录刚被别人改过，请看过新内容再办。")
    else:
        if said:
            messages.success(request, said)
    return redirect(back if back.startswith("/") else reverse(back))
