"""The registrations of the branch for its committee: who is registered where, a whole list at once, late deeds."""

from collections import Counter
from itertools import groupby
from pathlib import PurePath

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView, UpdateView

from branch.core.files import serve
from branch.core.sorting import Sort, SortMixin
from branch.core.views import ActionFormMixin, Done
from branch.coverage.models import Excuse
from branch.members.models import Member
from branch.service.partners.models import reports_on
from branch.service.registers import actions, forms
from branch.service.registers.models import (
    SEES_ALL,
    CommunityPaper,
    CommunityRegistration,
    Refusal,
    RegistrationReceipt,
    ServiceDeed,
    with_registration,
)
from branch.service.registers.reading import DUTY

from .own import OWN

CHANGES = "service.change_communityregistration"


class RegisterList(PermissionRequiredMixin, SortMixin, ActionFormMixin, FormView):
    """三报到三服务 of the branch: the members by group, and the list of a community entered at once."""

    permission_required = SEES_ALL
    form_class = forms.ListForm
    template_name = "service/register_list.html"
    preview_template = "service/register_preview.html"
    sorts = {
        "name": Sort("姓名", "staff__name_keys"),
        "from": Sort("报到日期", "registered_from"),
    }

    @cached_property
    def filter(self):
        return forms.StateFilter(self.request.GET)

    @cached_property
    def object_list(self):
        """All members of the day in the order of the roster, as it is read from the database."""
        rows = Member.objects.here_on(self.today).select_related("staff").with_group_on(self.today)
        return with_registration(rows, on=self.today).in_roster_order()

    @cached_property
    def members(self):
        """The same as sorted, each with `registration` and `away`."""
        rows = list(self.sorting.sorted(self.object_list))
        away = self._away
        for member in rows:
            member.registration = next(iter(member.registrations_then), None)
            member.away = away.get(member.pk)
        return rows

    @property
    def _away(self):
        """{id of a member: the excuse of the day}"""
        rows = Excuse.objects.active_on(self.today).filter(
            subject_type=Member._meta.label_lower, duty_key__in=["", DUTY]
        )
        return {row.subject_id: row for row in rows}

    @cached_property
    def open(self):
        return [member for member in self.members if not member.registration]

    @cached_property
    def without_paper(self):
        return [row for row in self.members if row.registration and not row.registration.has_paper]

    @cached_property
    def listed(self):
        shown = {
            forms.StateFilter.UNREGISTERED: self.open,
            forms.StateFilter.NO_PAPER: self.without_paper,
        }
        return shown.get(self.filter.chosen, self.members)

    def get_initial(self):
        return {"from_on": self.today}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "members": Member.objects.filter(pk__in=[member.pk for member in self.open]),
            "listed": self.open,
            "on": self.today,
        }

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        boxes = dict(zip((row.pk for row in self.open), context["form"]["members"], strict=True))
        registrations = [row.registration for row in self.members if row.registration]
        waiting = ServiceDeed.objects.waiting().select_related(
            "member__staff", "community", "content"
        )
        return context | {
            "object_list": self.listed,
            "groups": self._groups(boxes),
            "tabs": self._tabs(),
            "registered": len(registrations),
            "total": len(self.members),
            "open_count": len(self.open),
            "communities": len({row.community_id for row in registrations}),
            "waiting": waiting.order_by("happened_on", "pk"),
            "reports": reports_on(self.today),
        }

    def _groups(self, boxes):
        """(group, how many are in it, how many of them are registered, its lines) of those listed.

        A list that is sorted by a column is one group without a name.
        """
        if self.sorting.key and self.listed:
            return [("", 0, 0, [(row, boxes.get(row.pk)) for row in self.listed])]
        sizes = Counter(row.group_name for row in self.members)
        registered = Counter(row.group_name for row in self.members if row.registration)
        return [
            (name, sizes[name], registered[name], [(row, boxes.get(row.pk)) for row in rows])
            for name, rows in groupby(self.listed, key=lambda row: row.group_name)
        ]

    def _tabs(self):
        counts = {"": self.members, "unregistered": self.open, "no_paper": self.without_paper}
        labels = dict(self.filter.fields["state"].choices)
        said = {state: f"{labels[state]} {len(rows)}" for state, rows in counts.items()}
        return self.tabs_of("state", said, chosen=self.filter.chosen)

    def form_valid(self, form):
        """Show whom the list registers before it is stored."""
        if form.is_confirmed:
            return super().form_valid(form)
        form.hold_files(user=self.request.user, at=timezone.now())
        if form.errors:
            return self.form_invalid(form)
        held = form.fields["paper"].widget.held
        context = self.get_context_data(form=form) | {"held": held, "chosen": self._chosen(form)}
        return render(self.request, self.preview_template, context)

    def _chosen(self, form):
        keys = {member.pk for member in form.cleaned_data["members"]}
        return [member for member in self.open if member.pk in keys]

    def get_success_url(self):
        return reverse("service:register-list")

    def perform(self, form):
        done = actions.register_several(on=self.today, by=self.request.user, **form.action_kwargs())
        left_out = f"{done.left_out} 名刚刚已有人登记，没有重复。" if done.left_out else ""
        says = f"已登记 {len(done.rows)} 名报到，本人会收到通知。{left_out}"
        return Done(done.rows[0], address=self.get_success_url(), message=says)


@require_POST
@permission_required(CHANGES, raise_exception=True)
def register_remind(request):
    """提醒没有登记的: a notice to each member who is registered nowhere."""
    count = actions.remind_unregistered(on=timezone.localdate(), by=request.user)
    says = f"已提醒 {count} 名，他们会收到一条通知。" if count else "都已登记，没有要提醒的。"
    messages.success(request, says)
    return redirect("service:register-list")


class DeedDetail(PermissionRequiredMixin, ActionFormMixin, UpdateView):
    """A deed that was told late; another than its member agrees or not."""

    permission_required = "service.change_servicedeed"
    form_class = forms.DecisionForm
    template_name = "service/deed_detail.html"

    def get_queryset(self):
        rows = ServiceDeed.objects.standing().visible_to(self.request.user)
        return rows.select_related("member__staff", "community", "content", "decided_by")

    def get_context_data(self, **kwargs):
        is_own = self.object.recorded_by_id == self.request.user.pk
        return super().get_context_data(is_own=is_own, reasons=Refusal, **kwargs)

    def get_success_url(self):
        return reverse("service:register-list")

    def perform(self, form):
        step = actions.refuse_deed if form.is_refusal else actions.confirm_deed
        deed = step(self.object, on=self.today, by=self.request.user, **form.action_kwargs())
        says = "没有计入，本人会收到通知。" if form.is_refusal else "已确认，已计入。"
        return Done(deed, address=self.get_success_url(), message=says)


def _file(stored, title):
    """The answer with a stored paper under a plain name, with the suffix of what is stored."""
    return serve(stored.file, name=f"{title}{PurePath(stored.file.name).suffix}")


@permission_required(OWN, raise_exception=True)
@require_safe
def receipt(request, pk):
    """The receipt of a registration, for its member and the committee."""
    rows = CommunityRegistration.objects.visible_to(request.user).select_related("member__staff")
    row = get_object_or_404(rows, pk=pk)
    found = RegistrationReceipt.objects.filter(registration_id=row.pk).first()
    if found is None:
        raise Http404
    return _file(found, f"报到回执-{row.member}")


@permission_required(SEES_ALL, raise_exception=True)
@require_safe
def community_paper(request, pk):
    """The list of a community, which names others: for the committee alone."""
    paper = get_object_or_404(CommunityPaper.objects.select_related("community"), pk=pk)
    return _file(paper, f"社区名单-{paper.community}")
