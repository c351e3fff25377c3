"""Proposals of a pairing: made, listed, answered, agreed to, stopped; and the letter to the parents."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, ListView, UpdateView

from branch.core import access
from branch.core.forms import VersionForm
from branch.core.links import with_back
from branch.core.public import site_of
from branch.core.sorting import Sort, SortMixin
from branch.core.views import (
    ActionFormMixin,
    Done,
    FilterMixin,
    ShownMixin,
    VisibleToUserMixin,
)
from branch.walkins.audience import audience_of, reader_of_proposal
from branch.walkins.students import actions, forms
from branch.walkins.students.models import (
    Pairing,
    PairingProposal,
    head_post_of,
    members_to_pair,
    students_to_propose_for,
    suggested_members,
    suggestion_of,
)

from . import answers


class ProposalList(
    PermissionRequiredMixin, SortMixin, FilterMixin, VisibleToUserMixin, ShownMixin, ListView
):
    """结对建议: the open ones, or those that have ended."""

    permission_required = "walkins.view_pairingproposal"
    template_name = "walkins/proposal_list.html"
    paginate_by = 20
    filter_class = forms.ProposalFilter
    sorts = {
        "student": Sort("学生", "student__name_keys"),
        "class": Sort("班级", "-entry_year", "class_number", "student__name_keys"),
        "member": Sort("请谁结对", "member__staff__name_keys"),
        "proposed": Sort("提出", "proposed_on"),
    }

    @cached_property
    def queryset(self):
        return PairingProposal.objects.as_listed_on(self.today)

    def get_context_data(self, **kwargs):
        return super().get_context_data(audience=audience_of("proposal"), **kwargs)


class ProposalCreate(PermissionRequiredMixin, ActionFormMixin, FormView):
    """Propose a member for a student: first the student, then one of the members suggested."""

    permission_required = "walkins.propose_pairing"
    form_class = forms.ProposalForm
    template_name = "walkins/proposal_form.html"
    page_of_all = "walkins:proposal-list"

    @cached_property
    def choice(self):
        students = students_to_propose_for(self.request.user, on=self.today)
        asked = self.request.GET if "student" in self.request.GET else None
        return forms.StudentChoice(asked, students=students, on=self.today)

    @cached_property
    def student(self):
        """The student chosen; None until one is that the user may propose for."""
        return self.choice.cleaned_data["student"] if self.choice.is_valid() else None

    @cached_property
    def open_proposal(self):
        """Of a student for whom somebody is asked already, that proposal, if the user may read it."""
        key = forms.ProposalPrefill(self.request.GET).known["student"]
        if self.student or not key:
            return None
        rows = PairingProposal.objects.visible_to(self.request.user, on=self.today).open()
        return rows.select_related("member__staff").filter(student=key).first()

    @property
    def closed_says(self):
        asked = self.open_proposal
        return [f"已请{asked.member}，{asked.state_says}。"] if asked else super().closed_says

    @property
    def page_now(self):
        return self.open_proposal.get_absolute_url() if self.open_proposal else super().page_now

    def get(self, request, *args, **kwargs):
        """Lead from the link of a student for whom somebody is asked already to that proposal."""
        if self.open_proposal and not self.draft:
            messages.info(request, "".join(self.closed_says))
            return redirect(with_back(self.open_proposal.get_absolute_url(), self.came_from))
        return super().get(request, *args, **kwargs)

    @cached_property
    def suggestions(self):
        return suggested_members(self.student, self.today) if self.student else []

    @cached_property
    def asked(self):
        """What a link names besides the student."""
        return forms.ProposalPrefill(self.request.GET).known

    @cached_property
    def replaces(self):
        """The pairing to be taken over, which the link of a hand-over names."""
        key = self.asked["replaces"]
        if not key or not self.request.user.has_perm("walkins.end_pairing"):
            return None
        return Pairing.objects.active().filter(pk=key, student=self.student).first()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "suggestions": self.suggestions,
            "members": members_to_pair(self.today),
            "user": self.request.user,
        }

    def get_initial(self):
        """The member whom the link names, or the nearest who may have one more student."""
        if member := self.asked["member"]:
            return {"member": forms.OTHER, "other": member}
        free = [row for row in self.suggestions if not row.is_full]
        return {"member": free[0].member.pk} if free else {}

    def get_context_data(self, **kwargs):
        shown = [self.student] if self.student else self.choice["student"].offered
        access.note(self.request, "student", [student.pk for student in shown])
        return super().get_context_data(
            student=self.student,
            class_name=self.student and self.student.class_name_on(self.today),
            choice=self.choice,
            replaces=self.replaces,
            asked=self.asked,
            audience=audience_of("proposal"),
            **kwargs,
        )

    def perform(self, form):
        if self.student is None:
            raise Http404
        proposal = actions.propose_pairing(
            student=self.student,
            replaces=self.replaces,
            on=self.today,
            by=self.request.user,
            **form.action_kwargs(),
        )
        return Done(proposal, message=f"已请{proposal.member}结对，等本人接受。")


class ProposalRows(VisibleToUserMixin):
    @cached_property
    def queryset(self):
        return PairingProposal.objects.as_listed_on(self.today)


class ProposalDetail(
    PermissionRequiredMixin, ActionFormMixin, ProposalRows, ShownMixin, UpdateView
):
    """请您与……结对: why, what comes next, and the answer that this reader can give."""

    permission_required = "walkins.view_pairingproposal"
    form_class = forms.AgreementForm
    template_name = "walkins/proposal_detail.html"

    def get_context_data(self, **kwargs):
        proposal, user = self.object, self.request.user
        head = head_post_of(proposal, on=self.today)
        return super().get_context_data(
            is_asked=proposal.asks(user),
            may_stop=proposal.is_open and proposal.may_be_stopped_by(user),
            is_head=bool(head) and head.staff.user_id == user.pk,
            head=head,
            suggestion=suggestion_of(proposal, on=self.today) if proposal.is_open else None,
            declines=forms.DECLINES,
            step=VersionForm(initial={"version": proposal.version}, auto_id=False),
            audience=audience_of(
                "proposal" if proposal.is_open else "ended proposal",
                reader=reader_of_proposal(proposal, user),
            ),
            **kwargs,
        )

    def perform(self, form):
        proposal = actions.record_agreement(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )
        if proposal.pairing_id:
            return Done(proposal.pairing, message=f"结对已开始，从 {proposal.all_agreed_on} 起。")
        return Done(proposal, message=f"已记下，{proposal.waits_for}。")


class ProposalLetter(PermissionRequiredMixin, ProposalRows, ShownMixin, DetailView):
    """致家长: one page for the guardian of the student, who signs its lower part."""

    permission_required = "walkins.view_pairingproposal"
    template_name = "walkins/proposal_letter.html"
    shown_action = "print"

    def get_queryset(self):
        return super().get_queryset().open().filter(accepted_on__isnull=False)

    def get_context_data(self, **kwargs):
        proposal = self.object
        return super().get_context_data(
            head=head_post_of(proposal, on=self.today),
            suggestion=suggestion_of(proposal, on=self.today),
            site=site_of(self.request),
            **kwargs,
        )


def _proposal(request, pk):
    rows = PairingProposal.objects.visible_to(request.user).select_related("member__staff")
    return get_object_or_404(rows, pk=pk)


@require_POST
@permission_required("walkins.view_pairingproposal", raise_exception=True)
def proposal_accept(request, pk):
    """接受结对 at one tap."""
    says = "已接受。接着告诉监护人、问过学生，两个日期都记下，结对就开始。"
    return answers.accept(request, _proposal(request, pk), message=says)


@require_POST
@permission_required("walkins.view_pairingproposal", raise_exception=True)
def proposal_decline(request, pk):
    """Say no with a reason; the page of the proposal is closed to the member by it."""
    return answers.decline(request, _proposal(request, pk), back="walkins:pairing-list")


@require_POST
@permission_required("walkins.propose_pairing", raise_exception=True)
def proposal_agree(request, pk):
    """同意 of the head teacher at one tap."""
    form, says = VersionForm(request.POST), "已记下班主任同意。"
    return answers.answer(
        request, _proposal(request, pk), form, actions.agree_as_head, message=says
    )


@require_POST
@permission_required("walkins.view_pairingproposal", raise_exception=True)
def proposal_stop(request, pk):
    """Guardian or student does not want it, or it is taken back; no reason is asked."""
    return answers.stop(request, _proposal(request, pk), back="walkins:pairing-list")
