"""Pairings: listed, arranged, read, ended."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, ListView, UpdateView

from branch.core import access
from branch.core.drafts import drafts_of
from branch.core.sorting import Sort, SortMixin
from branch.core.views import (
    ActionFormMixin,
    FilterMixin,
    ShownMixin,
    VisibleToUserMixin,
)
from branch.coverage.duty import EXCUSED
from branch.school.models import Guardian, HeadTeacherPost
from branch.walkins.audience import audience_of, reader_of
from branch.walkins.students import actions, forms
from branch.walkins.students.duties import KeepInTouch
from branch.walkins.students.models import (
    Contact,
    ContactClaim,
    Pairing,
    contact_horizon,
    members_to_pair,
    students_to_pair,
)

from .goals import goals_and_progress


class PairingList(
    PermissionRequiredMixin, SortMixin, FilterMixin, VisibleToUserMixin, ShownMixin, ListView
):
    """A member's own students as cards; a table for those who see more than their own."""

    permission_required = "walkins.view_pairing"
    template_name = "walkins/pairing_list.html"
    paginate_by = 20
    sorts = {
        "student": Sort("学生", "student__name_keys"),
        "class": Sort("班级", "-entry_year", "class_number", "student__name_keys"),
        "member": Sort("结对党员", "member__staff__name_keys"),
        "started": Sort("结对日期", "started_on"),
    }

    @cached_property
    def filter(self):
        return forms.PairingFilter(self.request.GET, user=self.request.user, on=self.today)

    @cached_property
    def queryset(self):
        return KeepInTouch().with_standing_on(
            Pairing.objects.as_listed_on(self.today), on=self.today
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            horizon_days=(self.today - contact_horizon(self.today)).days,
            is_wide=self.request.user.has_perm("walkins.view_supportneed"),
            audience=audience_of("contact"),
            **kwargs,
        )


class PairingCreate(PermissionRequiredMixin, ActionFormMixin, FormView):
    permission_required = "walkins.add_pairing"
    form_class = forms.PairingForm
    template_name = "walkins/pairing_form.html"
    page_of_all = "walkins:pairing-list"
    success_message = "结对已登记。"

    def get_form_kwargs(self):
        user, on = self.request.user, self.today
        kwargs = {"students": students_to_pair(user, on=on), "members": members_to_pair(on)}
        return super().get_form_kwargs() | kwargs | {"user": user, "on": on}

    def get_initial(self):
        known = forms.PairingPrefill(self.request.GET)
        known.is_valid()
        return {"started_on": self.today, **known.cleaned_data}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(audience=audience_of("need"), **kwargs)
        shown = context["form"]["student"].offered
        access.note(self.request, "student", [student.pk for student in shown])
        return context

    def perform(self, form):
        return actions.start_pairing(on=self.today, by=self.request.user, **form.action_kwargs())


class PairingDetail(PermissionRequiredMixin, VisibleToUserMixin, ShownMixin, DetailView):
    """One student and one member: every contact, the facts, and the form for the next one."""

    permission_required = "walkins.view_pairing"
    template_name = "walkins/pairing_detail.html"

    @cached_property
    def queryset(self):
        rows = Pairing.objects.as_listed_on(self.today).with_confirming_member(self.today)
        rows = rows.with_rights_of(self.request.user, on=self.today)
        return KeepInTouch().with_standing_on(rows, on=self.today)

    def get_context_data(self, **kwargs):
        pairing, user = self.object, self.request.user
        revisable = Contact.objects.revisable_by(user).filter(pk=OuterRef("contact"))
        rows = pairing.shares.select_related("contact__member__staff", "contact__recorded_by")
        rows = rows.prefetch_related("contact__companions")
        rows = rows.with_note_for(user, on=self.today).with_open_visit_for(user, on=self.today)
        shares = list(rows.annotate(is_revisable=Exists(revisable)))
        timeline = forms.TimelineFilter(self.request.GET)
        narrowed, tries = timeline.narrow(shares), self._tries(timeline)
        kind = "contact" if pairing.is_active else "ended pairing"
        audience = audience_of(kind, reader=reader_of(pairing, user))
        form = self._quick_form(audience)
        return super().get_context_data(
            entries=_entries(narrowed, tries),
            claims=self._claims(),
            counts=_counts(shares, timeline),
            contact_count=len(shares),
            excuse=self._excuse,
            head=_head_of(pairing, self.today),
            guardians=_guardians_with_phone(pairing),
            audience=audience,
            form=form,
            try_form=form and self._try_form(),
            others=self._others(),
            drafts=self._drafts,
            is_member=self.is_member,
            **goals_and_progress(pairing, user, on=self.today, tries=tries),
            **kwargs,
        )

    @property
    def _excuse(self):
        """Why the pair may wait, for who may read it; of an ended pair nothing waits."""
        pairing = self.object
        if not pairing.is_active or pairing.standing != EXCUSED:
            return None
        return KeepInTouch().excuse_shown_to(self.request.user, pairing, on=self.today)

    @property
    def _drafts(self):
        address = f"{reverse('walkins:contact-create')}?pairing={self.object.pk}"
        return drafts_of(forms.QuickContactForm, user=self.request.user, address=address)

    @property
    def is_member(self):
        return self.object.member.staff.user_id == self.request.user.pk

    def _quick_form(self, audience):
        """The form beside the timeline; None for a reader who may not record, or once the pairing ended."""
        pairing, user = self.object, self.request.user
        if not (pairing.may_record and user.has_perm("walkins.add_contactclaim")):
            return None
        initial = {"pairings": pairing.pk, "happened_on": self.today}
        known = {"pairings": [pairing], "user": user, "on": self.today}
        return forms.QuickContactForm(initial=initial, audience=audience, **known)

    def _try_form(self):
        """没联系上 by one tap, today and by telephone."""
        return forms.TryForm(
            auto_id=False, initial={"pairings": self.object.pk, "happened_on": self.today}
        )

    def _tries(self, timeline):
        """Those that nobody was reached by; a filter by kind leaves them out."""
        if timeline.cleaned_data.get("kind"):
            return []
        return list(self.object.tries.select_related("recorded_by"))

    def _claims(self):
        """What waits to be confirmed, of those that the reader may see."""
        user, pairing = self.request.user, self.object
        here = Q(pairings=pairing) | Q(recorded_by=user, pairings__student=pairing.student_id)
        rows = ContactClaim.objects.visible_to(user, on=self.today).filter(here).distinct()
        return list(rows.select_related("member__staff", "recorded_by"))

    def _others(self):
        """The other pairings of the student, for whose members the reader, a member too, may record."""
        if not self.is_member or not self.object.is_active:
            return []
        rows = Pairing.objects.recordable_by(self.request.user, on=self.today)
        rows = rows.filter(student=self.object.student_id).exclude(pk=self.object.pk)
        return list(rows.select_related("member__staff").order_by("pk"))


def _entries(shares, tries):
    """The contacts and the tries as one timeline, the latest first."""
    days = [(share.happened_on, 1, share.contact_id, share) for share in shares]
    days += [(one.tried_on, 0, one.pk, one) for one in tries]
    ordered = sorted(days, key=lambda entry: entry[:3], reverse=True)
    return [
        {"day": day, "share": row if is_contact else None, "tried": None if is_contact else row}
        for day, is_contact, _, row in ordered
    ]


def _counts(shares, timeline):
    """(value, label, count, whether chosen) for all contacts and for each kind."""
    kinds = [share.contact.kind for share in shares]
    chosen = timeline.cleaned_data.get("kind", "")
    return [
        (value, label, kinds.count(value) if value else len(kinds), value == chosen)
        for value, label in timeline.fields["kind"].choices
    ]


def _head_of(pairing, on):
    posts = HeadTeacherPost.objects.active_on(on).select_related("staff")
    return posts.filter(
        school_class__entry_year=pairing.entry_year, school_class__number=pairing.class_number
    ).first()


def _guardians_with_phone(pairing):
    return Guardian.objects.filter(family=pairing.student.family_id).exclude(phone="")


class PairingEnd(
    PermissionRequiredMixin, ActionFormMixin, VisibleToUserMixin, ShownMixin, UpdateView
):
    permission_required = "walkins.end_pairing"
    form_class = forms.PairingEndForm
    template_name = "walkins/pairing_end.html"
    success_message = "结对已结束。"

    @cached_property
    def queryset(self):
        return Pairing.objects.as_listed_on(self.today)

    def perform(self, form):
        return actions.end_pairing(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )


@require_POST
@permission_required("walkins.view_pairing", raise_exception=True)
def phone_reveal(request, pk):
    """显示电话: show the numbers on a page of their own, and record that they were shown."""
    rows = Pairing.objects.visible_to(request.user).select_related("student")
    pairing = get_object_or_404(rows, pk=pk)
    access.note(request, "student", [pairing.student_id], "reveal")
    context = {
        "label": "结对帮扶",
        "name": pairing.student,
        "back": pairing.get_absolute_url(),
        "guardians": _guardians_with_phone(pairing),
    }
    return render(request, "walkins/phone.html", context)
