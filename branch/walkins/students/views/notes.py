"""Sealed notes of contacts: written, opened, rewritten, deleted."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, UpdateView

from branch.accounts.models import Role, RoleGrant, User
from branch.core import access
from branch.core.figures import figure
from branch.core.forms import SealedForm
from branch.core.views import ActionFormMixin, Done, SealedMixin, TodayMixin, act
from branch.walkins.audience import audience_of, closed_to
from branch.walkins.figures import NOTES_KEPT
from branch.walkins.notes import discard_note, rewrite_note
from branch.walkins.students.actions import write_contact_note
from branch.walkins.students.models import Contact, ContactNote
from branch.walkins.terms import deleted_from

AUTHOR, COUNSELLOR = "写的人", "心理教师"


class NoteMixin(SealedMixin, TodayMixin):
    """A page about the note of one contact, or about the one to be written; first of the bases of a view."""

    @cached_property
    def pairing(self):
        return self.contact.pairings.select_related("student").get()

    def note_reading(self, action):
        access.note(self.request, "student", [self.pairing.student_id], action)

    def get_context_data(self, **kwargs):
        """The contact and who reads its note, named from the table of readers."""
        reader = AUTHOR if self.is_author else COUNSELLOR
        return super().get_context_data(
            contact=self.contact,
            pairing=self.pairing,
            student=self.pairing.student,
            back=self.back,
            audience=f"只有{audience_of('sealed note', reader=reader)}{closed_to('sealed note')}",
            **kwargs,
        )

    @property
    def back(self):
        """The page that led here: the pairing for its member, the page of the student for the counsellor."""
        if self.is_author and self.pairing.is_active:
            return self.pairing.get_absolute_url()
        return reverse("school:student-detail", args=[self.pairing.student_id])


class NoteCreate(NoteMixin, PermissionRequiredMixin, ActionFormMixin, FormView):
    """写保密记录: the note of a contact that has none."""

    permission_required = "walkins.add_contactnote"
    form_class = SealedForm
    template_name = "walkins/note_form.html"
    success_message = "保密记录已保存。"
    is_author = True

    @cached_property
    def contact(self):
        rows = Contact.objects.notable_by(self.request.user, on=self.today)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        """Lead to the note if there is one."""
        rows = ContactNote.objects.rewritable_by(request.user, on=self.today)
        note = rows.filter(contact=self.contact).first()
        return redirect(note) if note else super().get(request, *args, **kwargs)

    def get_form(self, form_class=None):
        """The form; a 404 before it is read, if the contact may have no note of this user's."""
        self.note_reading("view")
        return super().get_form(form_class)

    def perform(self, form):
        note = write_contact_note(
            self.contact,
            on=self.today,
            at=timezone.now(),
            by=self.request.user,
            **form.action_kwargs(),
        )
        return Done(note, address=self.back)


class NoteShown(NoteMixin, PermissionRequiredMixin):
    """A page of a note that is written."""

    permission_required = "walkins.view_contactnote"
    queryset = ContactNote.objects.select_related("contact", "author")

    @property
    def contact(self):
        return self.object.contact

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
        mine = ContactNote.objects.rewritable_by(self.request.user, on=self.today)
        return super().get_context_data(
            text=self.object.open(),
            is_author=self.is_author,
            counsellors=User.objects.filter(pk__in=holders.values("user")),
            may_rewrite=mine.filter(pk=self.object.pk).exists(),
            **self._term(),
            **kwargs,
        )

    def _term(self):
        """How long the note is kept, and from which day it is deleted, as far as that is known."""
        years, last_day = figure(NOTES_KEPT.key, on=self.today), self.pairing.student.last_day
        day = last_day and deleted_from(last_day, years=years)
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


@require_POST
@permission_required("walkins.add_contactnote", raise_exception=True)
def note_delete(request, pk):
    """删除保密记录: for good; the page has asked first."""
    on = timezone.localdate()
    rows = ContactNote.objects.rewritable_by(request.user, on=on)
    note = get_object_or_404(rows, pk=pk)
    back = note.contact.get_absolute_url()
    return act(
        request,
        lambda: discard_note(note, on=on, by=request.user),
        back=back,
        message="保密记录已删除。",
    )
