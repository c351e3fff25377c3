"""The pages of sealed notes, whatever they are about: written, opened, rewritten, deleted."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, UpdateView

from branch.accounts.models import Role, RoleGrant, User
from branch.core import access
from branch.core.figures import figure
from branch.core.forms import SealedForm
from branch.core.views import ActionFormMixin, Done, SealedMixin, TodayMixin, act

from .audience import audience_of, closed_to
from .figures import NOTES_KEPT
from .notes import discard_note, rewrite_note
from .terms import deleted_from

AUTHOR, COUNSELLOR = "写的人", "心理教师"


class NoteMixin(SealedMixin, TodayMixin):
    """A page about the note of one record, or about the one to be written; first of the bases of a view.

    A subclass gives `about`, the record; `named`, of whom the page says it is; `students`; `back`, the page
    that led here; and in words until when the author opens it and what a deletion leaves.
    """

    # of the notes; the field that names their record; the beginning of the names of their URLs
    model = field = urls = None
    # the kind of the record in `audience`, and what it is called
    kind = called = kept_says = ""

    def note_reading(self, action):
        access.note(self.request, "student", [student.pk for student in self.students], action)

    def get_context_data(self, **kwargs):
        """The record and who reads its note, named from the table of readers."""
        reader = AUTHOR if self.is_author else COUNSELLOR
        return super().get_context_data(
            about=self.about,
            named=self.named,
            called=self.called,
            kind=self.kind,
            back=self.back,
            audience=f"只有{audience_of('sealed note', reader=reader)}{closed_to('sealed note', of=self.kind)}",
            **kwargs,
        )


class NoteCreate(NoteMixin, PermissionRequiredMixin, ActionFormMixin, FormView):
    """写保密记录: the note of a record that has none; a subclass says in `notable` of which, and in `write` how."""

    permission_required = "walkins.add_contactnote"
    form_class = SealedForm
    template_name = "walkins/note_form.html"
    success_message = "保密记录已保存。"
    is_author = True

    @cached_property
    def about(self):
        rows = self.notable.notable_by(self.request.user, on=self.today)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        """Lead to the note if there is one."""
        rows = self.model.objects.rewritable_by(request.user, on=self.today)
        note = rows.filter(**{self.field: self.about}).first()
        return redirect(note) if note else super().get(request, *args, **kwargs)

    def get_form(self, form_class=None):
        """The form; a 404 before it is read, if the record may have no note of this user's."""
        self.note_reading("view")
        return super().get_form(form_class)

    def perform(self, form):
        write = type(self).write
        note = write(
            self.about,
            on=self.today,
            at=timezone.now(),
            by=self.request.user,
            **form.action_kwargs(),
        )
        return Done(note, address=self.back)


class NoteShown(NoteMixin, PermissionRequiredMixin):
    """A page of a note that is written."""

    permission_required = "walkins.view_contactnote"

    def get_queryset(self):
        return self.model.objects.select_related(self.field, "author")

    @property
    def about(self):
        return getattr(self.object, self.field)

    @property
    def is_author(self):
        return self.object.author_id == self.request.user.pk


class NoteDetail(NoteShown, DetailView):
    """保密记录: the text, who reads it, and what its author may do with it."""

    template_name = "walkins/note_detail.html"

    def get_queryset(self):
        return super().get_queryset().readable_by(self.request.user, on=self.today)

    def get_context_data(self, **kwargs):
        self.note_reading("open")
        holders = RoleGrant.objects.opening_on(self.today).filter(role=Role.COUNSELLOR)
        mine = self.model.objects.rewritable_by(self.request.user, on=self.today)
        return super().get_context_data(
            text=self.object.open(),
            is_author=self.is_author,
            until_says=self.until_says,
            kept_says=self.kept_says,
            counsellors=User.objects.filter(pk__in=holders.values("user")),
            may_rewrite=mine.filter(pk=self.object.pk).exists(),
            update_url=reverse(f"{self.urls}-update", args=[self.object.pk]),
            **self._term(),
            **kwargs,
        )

    def _term(self):
        """How long the note is kept, and from which day it is deleted, as far as that is known."""
        years = figure(NOTES_KEPT.key, on=self.today)
        days = [student.last_day for student in self.students]
        day = deleted_from(max(days), years=years) if days and all(days) else None
        return {"kept_years": years, "deleted_from": day}


class NoteUpdate(NoteShown, ActionFormMixin, UpdateView):
    """改写: opens the text and replaces it."""

    permission_required = "walkins.add_contactnote"
    form_class = SealedForm
    template_name = "walkins/note_form.html"
    success_message = "保密记录已改写。"

    def get_queryset(self):
        return super().get_queryset().rewritable_by(self.request.user, on=self.today)

    def get_context_data(self, **kwargs):
        self.note_reading("view" if self.request.method == "POST" else "open")
        return super().get_context_data(**kwargs)

    def get_success_url(self):
        return self.back

    def perform(self, form):
        return rewrite_note(
            self.object,
            on=self.today,
            at=timezone.now(),
            by=self.request.user,
            **form.action_kwargs(),
        )


def delete_own(request, model, pk, *, field):
    """Delete one's own note, and redirect to the page of its record."""
    on = timezone.localdate()
    rows = model.objects.rewritable_by(request.user, on=on).select_related(field)
    note = get_object_or_404(rows.defer("sealed"), pk=pk)
    return act(
        request,
        lambda: discard_note(note, on=on, by=request.user),
        back=getattr(note, field).get_absolute_url(),
        message="保密记录已删除。",
    )
