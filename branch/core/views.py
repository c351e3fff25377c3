"""Mixins of the views: rows the user may see, one action for a form, a record of what was shown."""

import logging
from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.debug import sensitive_post_parameters

from . import access
from .consequences import digest_of, follows
from .drafts import DraftMixin
from .files import files_deleted_on_failure
from .forms import BackForm, VersionForm, token_in
from .links import NEXT, redirect_within, without
from .models import ALREADY_SAVED, Draft, FormToken, HeldFile, Stale, UndoStep
from .sealing import SealError

logger = logging.getLogger(__name__)

REPLAYED = "这一步已经办过，没有重复办理。"
SAVED_BEFORE = "这一页已经保存过一次"
CLOSED = "这一页已经不能再写"
NOT_SAVED = "没有保存"
# no digest is kept of a sealed text, so it may have been another one
SEALED_BEFORE = "这一页已经保存过一次，这次没有再存。请打开看看，存下的是不是您要的。"
RACED = "刚有人改动了同一条记录，请核对后再保存。您写的内容还在。"


class TodayMixin:
    """Read the clock once for the request; code below the view gets the day as an argument."""

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
    """Note whose data the rows of this page show; `shown_ids(row)` returns the student ids of a row."""

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


@dataclass(frozen=True)
class Done:
    """The result of a form: the record, the address to redirect to, the message, and a link in it.

    The view fills in what is left out: `get_success_url()`, else the record's own address, and
    `success_message`.
    """

    record: Model | None = None
    address: str = ""
    message: str = ""
    link: str = ""


class ActionFormMixin(DraftMixin, TodayMixin):
    """Pass a valid form to one action, once, and show the errors the action raises."""

    # every such view sets `form_class`: it identifies a replay whose record has been deleted
    success_message = "记录已保存。"
    replayed_message = REPLAYED
    conflict_template = "409.html"
    # the name of the page to which 取消 leads from a form of no record
    page_of_all = ""

    def dispatch(self, request, *args, **kwargs):
        """Run the view; on a 404, answer a replay whose record has been deleted since, or show what was typed."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            spent = self._spent_token()
            if spent and spent.is_of(self._words(self.form_class)):
                return self._replayed(spent)
            if spent:
                return self.show_again(self.form_class)
            if texts := self._texts_of_draft():
                return self._show_texts(texts, title=CLOSED, status=404)
            raise

    def form_invalid(self, form):
        """Redirect a replay whose choices are no longer offered; show any other form with its errors."""
        spent = self._spent_token()
        if spent and spent.is_of(self._words(type(form))):
            return self._replayed(spent)
        if spent and not form.is_already_saved:
            form.add_error(None, ValidationError(ALREADY_SAVED, code="already_saved"))
        if form.is_already_saved:
            form.renew_token()
        form.hold_files(user=self.request.user, at=timezone.now())
        page, says = super().form_invalid(form), form.non_field_errors()
        return self._or_written(page, form, title=NOT_SAVED, says=says)

    def _spent_token(self):
        """The row of the token sent, if this user has spent it."""
        token = token_in(self.request.POST)
        return FormToken.objects.spent_by(self.request.user, token).first()

    def _words(self, form_class):
        return form_class.words_in(self.request.POST, self.request.FILES)

    def _redirect(self, done):
        """Lead to the result, or back to the list the form was opened from, with a link to the result."""
        is_elsewhere = self.came_from not in ("", done.address)
        link = done.link or (done.address if is_elsewhere else "")
        message = done.message or self.success_message
        messages.success(self.request, message, extra_tags=link)
        return redirect_within(self.came_from or done.address)

    def _replayed(self, spent):
        """Redirect as the first time; the message and link of the result are not kept with the token."""
        return self._redirect(Done(address=spent.address, message=self.replayed_message))

    def show_again(self, form_class):
        """Show the texts that were sent, where the form itself can no longer be shown."""
        texts = form_class.texts_in(self.request.POST)
        return self._show_texts(texts, title=SAVED_BEFORE, status=409)

    def _texts_of_draft(self):
        """The texts sent, or of the draft asked for, of a form that keeps drafts."""
        typed = self.request.POST or self.drafted
        return self.form_class.texts_in(typed) if self.form_class.draft_name else []

    def get(self, request, *args, **kwargs):
        """Show the page; a draft asked for whose record has ended is listed where the page has no form for it."""
        page = super().get(request, *args, **kwargs)
        form = getattr(page, "context_data", {}).get("form")
        return self._or_written(page, form, title=CLOSED) if self.draft and form else page

    def _or_written(self, page, form, *, title, says=()):
        """The page; if it does not show the form, as of a record that has ended, what the form holds instead."""
        content = page.render().content if hasattr(page, "render") else page.content
        token = form["form_token"].value()
        shown = f'value="{token}"' if token else 'name="form_token"'
        if shown.encode() in content:
            return page
        texts, says = form.written(), says or self.closed_says
        if not texts and not says:
            return page
        return self._show_texts(texts, title=title, status=409, says=says or [f"{CLOSED}。"])

    @property
    def closed_says(self):
        """Sentences why a form that was sent is no longer on its page, where its action has not said so."""
        return []

    @property
    def page_now(self):
        """The address of the page that shows the record as it is now."""
        return self.request.get_full_path()

    def _show_texts(self, texts, *, title, status, says=()):
        context = {"rows": texts, "title": title, "says": says, "draft": self.draft}
        if status == 409:
            context["here"] = self.page_now
        return render(self.request, "core/not_saved.html", context, status=status)

    def perform(self, form):
        """Call one action with the cleaned data; return the record it stored, or a `Done`."""
        raise NotImplementedError

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.pop("instance", None)
        if getattr(self, "object", None):
            kwargs["current"] = self.object
        return kwargs

    def form_valid(self, form):
        try:
            done = self._store(form)
        except ValidationError as refusal:
            form.refuse(refusal)
        except IntegrityError:
            form.add_error(None, RACED)
        except Stale as stale:
            return self._conflict(form, stale.current)
        else:
            return self._redirect(done)
        return self.form_invalid(form)

    def _store(self, form):
        """Store the files, then spend the token and perform in one transaction; a replay stores nothing."""
        with files_deleted_on_failure() as files:
            form.store_files()
            with transaction.atomic():
                token, is_first = FormToken.spend(
                    user=self.request.user,
                    token=form.cleaned_data["form_token"],
                    words=self._words(type(form)),
                    address=self._likely_address(),
                )
                done = self._perform_first(form, token) if is_first else None
            if done is None:
                files.close()
                return Done(address=token.address, message=self.replayed_message)
        return done

    def _perform_first(self, form, token):
        """Perform, keep the address of the result with the token, and delete the draft and held files."""
        done = self.perform(form)
        if not isinstance(done, Done):
            done = Done(done)
        address = done.address or self.get_success_url() or done.record.get_absolute_url()
        token.store_address(address)
        if form.draft_name:
            Draft.objects.filter(user=self.request.user, token=token.token).delete()
        if form.uploads_in():
            HeldFile.objects.of(self.request.user).of_form(token.token).drop()
        return replace(done, address=address)

    @cached_property
    def came_from(self):
        """The list from which the form was opened and to which saving it leads; "" where there is none."""
        return BackForm(self.request.GET).address

    @property
    def cancel_url(self):
        """Where 取消 leads: to the list from which the form was opened, as it was, or where `get_cancel_url` says."""
        return without(self.came_from, NEXT) or self.get_cancel_url()

    def get_cancel_url(self):
        """The page of the record that the form changes, or that of all of them."""
        record = getattr(self, "object", None)
        return record.get_absolute_url() if record else reverse(self.page_of_all)

    def _likely_address(self):
        """The address known before the action runs; where it is right, it need not be stored again."""
        record = getattr(self, "object", None)
        return self.get_success_url() or (record.get_absolute_url() if record else "")

    def get_success_url(self):
        """The address to redirect to; empty for that of the record `perform` returns."""
        return ""

    def _conflict(self, form, current):
        rows = form.compared_with(current)
        form.rebased_on(current)
        form.hold_files(user=self.request.user, at=timezone.now())
        context = self.get_context_data(form=form) | {"rows": rows, "current": current}
        return render(self.request, self.conflict_template, context, status=409)


class SealedMixin:
    """A page that shows or takes a sealed text: a report of its failure has none of it, not even in dev mode.

    What cannot be opened is a page that says so, status 500, and a line in the log.
    """

    replayed_message = SEALED_BEFORE
    conflict_template = "core/sealed_409.html"

    @method_decorator(sensitive_post_parameters())
    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            # it may not be stored any more, but it is the sender's own
            if text := request.POST.get("text"):
                return self._show_texts([("记录", text)], title=CLOSED, status=404)
            raise
        except SealError:
            logger.exception("a sealed text was not opened; `manage.py reseal` names it")
            return render(request, "core/not_opened.html", status=500)


class AskMixin:
    """A form that first says what follows; the action refuses it if that has changed since.

    `step` names the step for `core.consequences`; `seen` is what the action gets.
    """

    step = ""

    @property
    def asked_of(self):
        """The record whose step it is, as the consequences get it."""
        return self.object

    def get_context_data(self, **kwargs):
        shown = follows(self.step, self.asked_of, on=self.today, by=self.request.user)
        access.note(self.request, "student", [pk for one in shown for pk in one.student_ids])
        return super().get_context_data(follows=shown, seen=digest_of(shown), **kwargs)

    @property
    def seen(self):
        return self.request.POST.get("seen", "")


def version_in(request):
    """The version that a one-tap button sends; `Http404` where it sends none."""
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    return form.cleaned_data["version"]


def act(request, call, *, back, message=""):
    """Run an action for a one-tap button, show its message or its errors, and redirect to `back`.

    Where the action returns an `UndoStep`, the message has a button that undoes it.
    """
    address = back if back.startswith("/") else reverse(back)
    link = ""
    try:
        with transaction.atomic():
            done = call()
            if isinstance(done, UndoStep) and done.undone_at is None:
                link = _undo_tag(done, address)
    except ValidationError as refusal:
        messages.error(request, "".join(refusal.messages))
    except Stale:
        messages.error(request, "这条记录刚被别人改过，请看过新内容再办。")
    else:
        if message:
            messages.success(request, message, extra_tags=link)
    return redirect_within(address)


def _undo_tag(step, address):
    """The tag of a message that undoes a step; the page to return to is stored with it."""
    step.address = step.address or address
    step.save(update_fields=["address"])
    return step.tag
