"""Contacts: recorded, corrected, withdrawn."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, UpdateView

from branch.core import access, periods
from branch.core.views import ActionFormMixin, Done
from branch.walkins.audience import audience_of, reader_of
from branch.walkins.students import actions, forms
from branch.walkins.students.models import (
    Contact,
    ContactPairing,
    Pairing,
)


class ContactCreate(PermissionRequiredMixin, ActionFormMixin, FormView):
    """记一次帮扶: asks for the students and the kind; all else has a default."""

    permission_required = "walkins.add_contact"
    form_class = forms.ContactForm
    template_name = "walkins/contact_form.html"

    @cached_property
    def asked(self):
        """The id of the pairing that the link names."""
        known = forms.ContactPrefill(self.request.GET)
        known.is_valid()
        return known.cleaned_data.get("pairing")

    @cached_property
    def pairings(self):
        """One's own pairings; for the committee also the one the link names."""
        user = self.request.user
        rows = Pairing.objects.recordable_by(user).filter(
            Q(member__staff__user=user) | Q(pk=self.asked)
        )
        rows = rows.select_related("student", "member__staff")
        return rows.with_class_on(self.today).in_class_order()

    @property
    def _reader(self):
        """The capacity in which the writer will read it: by the named pairing, or by one's own."""
        named = [pairing for pairing in self.pairings if pairing.pk == self.asked]
        return reader_of((named or self.pairings)[0], self.request.user) if self.pairings else ""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "pairings": self.pairings,
            "audience": audience_of("contact", reader=self._reader),
        }

    def get_initial(self):
        return {"happened_on": self.today, "pairings": self._known}

    def _known(self):
        """The pairing that the link names, or the only one there is."""
        ids = [pairing.pk for pairing in self.pairings]
        return ids if len(ids) == 1 else [pk for pk in ids if pk == self.asked]

    def get_context_data(self, **kwargs):
        access.note(self.request, "student", [row.student_id for row in self.pairings])
        return super().get_context_data(pairings=self.pairings, asked=self.asked, **kwargs)

    def perform(self, form):
        contact = actions.record_contact(
            on=self.today, by=self.request.user, **form.action_kwargs()
        )
        first, *others = form.cleaned_data["pairings"]
        return Done(
            contact,
            address=first.get_absolute_url(),
            message=_recorded(first, others, self.today),
            link=reverse("walkins:contact-create"),
        )


def _recorded(first, others, on):
    """Return the sentence shown: 记录已保存。本月已联系 2 次。"""
    if others:
        return f"记录已保存，共 {len(others) + 1} 名学生。"
    month = first.shares.in_period(periods.month(on))
    return f"记录已保存。本月已联系 {month.count()} 次。"


class ContactChange(PermissionRequiredMixin, ActionFormMixin):
    """A page that changes one's own record or, for the committee, any record."""

    permission_required = "walkins.add_contact"

    @cached_property
    def queryset(self):
        shares = ContactPairing.objects.select_related("pairing__student")
        return Contact.objects.select_related("member__staff").prefetch_related(
            Prefetch("shares", shares)
        )

    def get_queryset(self):
        return super().get_queryset().revisable_by(self.request.user)

    @property
    def shares(self):
        return self.object.shares.all()

    def get_context_data(self, **kwargs):
        ids = [share.pairing.student_id for share in self.shares]
        access.note(self.request, "student", ids)
        return super().get_context_data(
            students=[share.pairing.student for share in self.shares],
            back=self.object.get_absolute_url(),
            **kwargs,
        )


class ContactUpdate(ContactChange, UpdateView):
    form_class = forms.ContactFacts
    template_name = "walkins/contact_update.html"
    success_message = "更正已保存。"

    def get_form_kwargs(self):
        reader = reader_of(self.object, self.request.user)
        return super().get_form_kwargs() | {"audience": audience_of("contact", reader=reader)}

    def perform(self, form):
        return actions.revise_contact(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )


class ContactWithdraw(ContactChange, UpdateView):
    form_class = forms.WithdrawForm
    template_name = "walkins/contact_withdraw.html"
    success_message = "记录已作废。"

    def perform(self, form):
        actions.withdraw_contact(self.object, by=self.request.user, **form.action_kwargs())
        return self.object
