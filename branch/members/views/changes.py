"""The pages on which the committee changes members, offices and honours."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import FormView, UpdateView

from branch.core.figures import figures
from branch.core.models import UndoStep
from branch.core.views import ActionFormMixin, AskMixin, Done, act
from branch.members import actions, forms
from branch.members.figures import EXTENSION_LEAST, EXTENSION_MOST, PROBATION
from branch.members.models import Honour, Member, Office, members_to_elect, staff_to_admit

from .roll import MemberMixin


class ChangePage(PermissionRequiredMixin, ActionFormMixin):
    """A page with one form; `heading`, `says` and `button` are its texts."""

    permission_required = "members.change_member"
    template_name = "members/change_form.html"
    heading = says = ""
    button = "保存"
    # link to the page for the opposite decision: (text, address)
    otherwise = None

    def get_context_data(self, **kwargs):
        texts = {"heading": self.heading, "says": self.says, "button": self.button}
        return super().get_context_data(otherwise=self.otherwise, **texts, **kwargs)

    def get_cancel_url(self):
        return self.back

    @property
    def back(self):
        return reverse("members:member-list")


class MemberChange(ChangePage, MemberMixin, UpdateView):
    """A change of one member; `change` is the action, called with the member and the form's data."""

    permission_required = "members.change_member"
    change = None

    @property
    def back(self):
        return self.object.get_absolute_url()

    def perform(self, form):
        return type(self).change(self.object, by=self.request.user, **form.action_kwargs())


class DatedChange(MemberChange):
    """A change whose action takes today's date, to refuse later days."""

    def perform(self, form):
        kwargs = form.action_kwargs()
        return type(self).change(self.object, on=self.today, by=self.request.user, **kwargs)


class MemberCreate(ChangePage, FormView):
    form_class = forms.AdmitForm
    heading, button = "登记党员", "登记"
    says = "接收预备党员、组织关系转入，都在这里登记。"
    success_message = "已编入党员名册。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "staff": staff_to_admit(self.today),
            "user": self.request.user,
        }

    def get_initial(self):
        return {"from_on": self.today}

    def perform(self, form):
        return actions.admit_member(on=self.today, by=self.request.user, **form.action_kwargs())


class MemberUpdate(MemberChange):
    form_class, change = forms.FactsForm, actions.revise_member
    heading = "修改基本情况"
    says = "民族、学历、出生年月只有本人和支委看得到。"
    success_message = "基本情况已保存。"


class MemberRegularise(DatedChange):
    form_class, change = forms.RegulariseForm, actions.regularise
    heading, button = "登记转正", "登记转正"
    says = "支部大会通过、上级批准后再登记。"
    success_message = "已登记转正。"

    @property
    def otherwise(self):
        return "大会决定延长的，登记延长预备期", reverse(
            "members:member-extend", args=[self.object.pk]
        )

    def get_initial(self):
        """The day probation ends, if the member has not left."""
        status = self.object.statuses.filter(until_on=None).select_related("member").first()
        (months,) = figures(PROBATION, on=self.today)
        return {"full_on": status.probation_ends_on(months=months)} if status else {}


class MemberExtend(DatedChange):
    form_class, change = forms.ExtendForm, actions.extend_probation
    heading, button = "延长预备期", "登记延长"
    says = "支部大会讨论决定、上级批准后再登记，原因写在会议记录里。"
    success_message = "已登记延长预备期。"

    def get_form_kwargs(self):
        least, most = figures(EXTENSION_LEAST, EXTENSION_MOST, on=self.today)
        return super().get_form_kwargs() | {"months": range(least, most + 1)}

    def get_initial(self):
        return {"decided_on": self.today}


class MemberRelease(AskMixin, MemberChange):
    form_class, step = forms.ReleaseForm, "members.release"
    heading, button = "登记转出", "登记转出"
    says = "组织关系转出后登记。记录保留；登记错了，当天可以撤销。"
    success_message = "已登记转出。"

    def get_initial(self):
        return {"until_on": self.today}

    def perform(self, form):
        kwargs = form.action_kwargs() | {"seen": self.seen}
        member = actions.release_member(self.object, on=self.today, by=self.request.user, **kwargs)
        step = UndoStep.objects.open_on(self.today).of(member).first()
        return Done(member, link=step.tag)


class MemberRegroup(DatedChange):
    form_class, change = forms.RegroupForm, actions.regroup_member
    heading, button = "调整党小组", "调整"
    success_message = "党小组已调整。"


class MemberAway(MemberChange):
    form_class, change = forms.AwayForm, actions.send_away
    heading, button = "登记外出", "登记外出"
    says = "外出期间不计入应到，各项要求暂缓；到期自动恢复。原因只有本人和支委看得到。"
    success_message = "已登记外出。"

    def get_initial(self):
        return {"from_on": self.today}


@require_POST
@permission_required("members.change_member", raise_exception=True)
def member_back(request, pk):
    """已返岗: end the absence of a member today."""
    today = timezone.localdate()
    member = get_object_or_404(Member.objects.visible_to(request.user), pk=pk)
    return act(
        request,
        lambda: actions.bring_back(member, on=today, by=request.user),
        back=member.get_absolute_url(),
        message="已登记返岗。",
    )


class OfficeCreate(DatedChange):
    form_class, change = forms.AppointForm, actions.appoint
    heading, button = "登记任职", "登记任职"
    says = "届中补选、调整在这里登记；换届选举请到“登记换届”。"
    success_message = "已登记任职。"

    def get_initial(self):
        return {"from_on": self.today}


class OfficeEnd(ChangePage, UpdateView):
    form_class = forms.DismissForm
    heading, button = "登记免职", "登记免职"
    success_message = "已登记免职。"

    @cached_property
    def queryset(self):
        return Office.objects.select_related("member__staff")

    @property
    def back(self):
        return self.object.member.get_absolute_url()

    def get_success_url(self):
        return self.back

    def get_initial(self):
        return {"until_on": self.today}

    def perform(self, form):
        kwargs = form.action_kwargs()
        return actions.dismiss(self.object, on=self.today, by=self.request.user, **kwargs)


class CommitteeElect(ChangePage, FormView):
    form_class = forms.ElectForm
    heading, button = "登记换届", "登记换届"
    says = "支部大会选举、上级批准后登记。现任的已先选好，连任的不用改；任期一起从头算。"
    success_message = "新一届支委会已登记。"

    def get_form_kwargs(self):
        members = members_to_elect(self.today)
        return super().get_form_kwargs() | {"members": members, "user": self.request.user}

    def get_initial(self):
        return dict(Office.objects.active_on(self.today).values_list("kind", "member"))

    def perform(self, form):
        return actions.elect_committee(on=self.today, by=self.request.user, **form.action_kwargs())

    def get_success_url(self):
        return self.back


class HonourCreate(MemberChange):
    form_class, heading, button = forms.HonourForm, "登记荣誉", "登记"
    says = "本人送审、支委审核后，才出现在公开页上。"
    success_message = "荣誉已登记。"

    def get_form_kwargs(self):
        """The usual arguments without `current`: the form makes a new row, so is not filled from the member."""
        kwargs = super().get_form_kwargs()
        kwargs.pop("current")
        return kwargs

    def perform(self, form):
        kwargs = form.action_kwargs()
        at, by = timezone.now(), self.request.user
        actions.record_honour(member=self.object, at=at, by=by, **kwargs)
        return self.object


@require_POST
@permission_required("members.change_member", raise_exception=True)
def honour_remove(request, pk):
    """Delete an honour entered by mistake."""
    honour = get_object_or_404(Honour.objects.select_related("member"), pk=pk)
    return act(
        request,
        lambda: actions.remove_honour(honour, by=request.user),
        back=honour.member.get_absolute_url(),
        message="这项荣誉已删除。",
    )
