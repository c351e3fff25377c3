"""Contacts: recorded, corrected, withdrawn, and those at which one helped."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView, UpdateView

from branch.core import access, periods
from branch.core.views import ActionFormMixin, Done, TodayMixin
from branch.walkins.audience import audience_of, reader_of
from branch.walkins.students import actions, forms
from branch.walkins.students.models import (
    Contact,
    ContactClaim,
    ContactPairing,
    Pairing,
)


class ContactCreate(PermissionRequiredMixin, ActionFormMixin, FormView):
    """记一次帮扶: asks for the students and the kind; all else has a default.

    For one's own students or, where the link names a colleague's pairing, for those of the colleague.
    """

    permission_required = "walkins.add_contactclaim"
    form_class = forms.ContactForm
    template_name = "walkins/contact_form.html"
    page_of_all = "walkins:pairing-list"

    @cached_property
    def asked(self):
        """The id of the pairing that the link names."""
        known = forms.ContactPrefill(self.request.GET)
        known.is_valid()
        return known.cleaned_data.get("pairing")

    @cached_property
    def pairings(self):
        """One's own pairings, or those of the colleague whose pairing the link names."""
        user, on = self.request.user, self.today
        rows = Pairing.objects.recordable_by(user, on=on)
        own = Q(member__staff__user=user)
        named = rows.filter(pk=self.asked).exclude(own).first() if self.asked else None
        rows = rows.filter(Q(member=named.member_id) if named else own)
        rows = rows.select_related("student", "member__staff").with_confirming_member(on)
        return rows.with_class_on(on).in_class_order()

    @cached_property
    def colleague(self):
        """The pairing by which a colleague is recorded for; None where it is for oneself."""
        first = self.pairings[0] if self.pairings else None
        return first if first and first.member.staff.user_id != self.request.user.pk else None

    @property
    def _reader(self):
        """The capacity in which the writer will read it: by the named pairing, or by one's own."""
        named = [pairing for pairing in self.pairings if pairing.pk == self.asked]
        first = (named or list(self.pairings) or [None])[0]
        if first is None or (self.colleague and not self._may_read(first)):
            return ""
        return reader_of(first, self.request.user)

    def _may_read(self, pairing):
        seen = Pairing.objects.visible_to(self.request.user, on=self.today)
        return seen.filter(pk=pairing.pk).exists()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "pairings": self.pairings,
            "user": self.request.user,
            "on": self.today,
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
        return super().get_context_data(
            pairings=self.pairings, asked=self.asked, colleague=self.colleague, **kwargs
        )

    def perform(self, form):
        by, on = self.request.user, self.today
        first, *others = form.cleaned_data["pairings"]
        address = self._page_of(first)
        if form.is_unreached:
            step = actions.record_try(on=on, by=by, address=address, **form.try_kwargs())
            return Done(step, address=address, message=UNREACHED, link=step.tag)
        stored = actions.enter_contact(on=on, by=by, **form.action_kwargs())
        if isinstance(stored, ContactClaim):
            message, link = f"已记下，{stored.member}确认后计入。", stored.get_absolute_url()
        else:
            message, link = _recorded(first, others, on), reverse("walkins:contact-create")
        return Done(stored, address=address, message=message, link=link)

    def _page_of(self, pairing):
        """The page of the pairing or, where it is closed to the user, of one's own with the student."""
        if self.colleague and not self._may_read(pairing):
            held = Pairing.objects.held_by(self.request.user).filter(student=pairing.student_id)
            pairing = held.first() or pairing
        return pairing.get_absolute_url()


UNREACHED = "记下了：没联系上，不计入次数。"


def _recorded(first, others, on):
    """Return the sentence shown: 记录已保存。本月已联系 2 次。"""
    if others:
        return f"记录已保存，共 {len(others) + 1} 名学生。"
    month = first.shares.in_period(periods.month(on))
    return f"记录已保存。本月已联系 {month.count()} 次。"


class ContactsHelped(PermissionRequiredMixin, TodayMixin, ListView):
    """协同帮扶: the contacts of colleagues at which the user was; students by name only where the pairing is open."""

    permission_required = "core.use_desk"
    template_name = "walkins/contacts_helped.html"
    paginate_by = 20

    def get_queryset(self):
        user, on = self.request.user, self.today
        seen = ContactPairing.objects.visible_to(user, on=on).select_related("pairing__student")
        rows = Contact.objects.helped_by(user).select_related("member__staff")
        return rows.prefetch_related(Prefetch("shares", seen.once_for(user), to_attr="seen"))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        shown = [share.pairing.student_id for row in context["object_list"] for share in row.seen]
        access.note(self.request, "student", shown)
        return context


class ContactChange(PermissionRequiredMixin, ActionFormMixin):
    """A page that changes one's own record or, for the committee, any record."""

    permission_required = "walkins.add_contact"

    @cached_property
    def queryset(self):
        shares = ContactPairing.objects.of_member().select_related("pairing__student")
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
        return super().get_form_kwargs() | {
            "pairings": [share.pairing for share in self.shares],
            "user": self.request.user,
            "on": self.today,
            "audience": audience_of("contact", reader=reader),
        }

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
