"""三报到三服务 of one member: the registration, the items, and what was done; the member records, the committee reads."""

from functools import partial

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, UpdateView

from branch.core import periods
from branch.core.addresses import address_of
from branch.core.views import ActionFormMixin, Done, TodayMixin, act, version_in
from branch.members.models import Member
from branch.service.registers import actions, forms
from branch.service.registers.models import (
    SEES_ALL,
    CommunityRegistration,
    ServiceDeed,
    items_of,
)
from branch.service.registers.reading import done_in

OWN = "service.view_own_register"
YOUR_PAGE = "您和支委看得到。住址不用填，公开页不写个人次数和时长。"


def own_member(user):
    """The member whose account this is; a 404 for one who has left the branch meanwhile."""
    return get_object_or_404(Member.objects.select_related("staff"), staff__user=user)


def members_open_to(user):
    """Members whose registration the user may read: all for the committee, else one's own."""
    rows = Member.objects.select_related("staff")
    return rows if user.has_perm(SEES_ALL) else rows.filter(staff__user=user)


def shown_of(member, *, year, on):
    """What a page shows of a member: the registration, former ones, the items, the deeds of a year."""
    rows = CommunityRegistration.objects.filter(member=member).select_related("community")
    rows = list(rows.with_paper())
    running = next((row for row in rows if row.until_on is None), None)
    groups = items_of(member, on=on)
    return {
        "member": member,
        "registration": running,
        "former": [row for row in rows if row is not running],
        "groups": groups,
        "year": year,
        "years": [year - 1] + [year + 1] * (year < on.year),
        "done": done_in(member, periods.year(on.replace(year=year, day=1))),
    }


class YearMixin:
    """The year whose deeds are shown, from the query string; any other text is this year."""

    @cached_property
    def year(self):
        asked = forms.YearFilter(self.request.GET)
        year = asked.cleaned_data["year"] if asked.is_valid() else None
        return min(year or self.today.year, self.today.year)


class Register(PermissionRequiredMixin, YearMixin, ActionFormMixin, FormView):
    """三报到三服务: one's own page, with the form of a deed."""

    permission_required = OWN
    form_class = forms.DeedForm
    template_name = "service/register.html"

    @cached_property
    def member(self):
        return own_member(self.request.user)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"on": self.today}

    def get_initial(self):
        rows = CommunityRegistration.objects.running().filter(member=self.member)
        community = rows.values_list("community", flat=True).first()
        return {"happened_on": self.today, "community": community and str(community)}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        shown = shown_of(self.member, year=self.year, on=self.today)
        ticked = [row.pk for _, rows in shown["groups"] for row in rows if row.ticked_on]
        return (
            context
            | shown
            | {
                "audience": YOUR_PAGE,
                "has_contents": bool(context["form"].fields["content"].choices),
                "ticked": ",".join(map(str, ticked)),
                "tick_token": forms.TickForm(items=())["form_token"].value(),
            }
        )

    def get_success_url(self):
        return reverse("service:register")

    def perform(self, form):
        deed = actions.tell_deed(
            self.member, on=self.today, by=self.request.user, **form.action_kwargs()
        )
        says = "记录已保存，另一名支委确认后计入。" if deed.is_waiting else "记录已保存。"
        return Done(deed, address=reverse("service:register"), message=says)


class ItemTicks(PermissionRequiredMixin, ActionFormMixin, FormView):
    """保存事项: stores what was ticked on one's own page, and leads back to it."""

    permission_required = OWN
    form_class = forms.TickForm
    template_name = "service/ticks.html"
    success_message = "事项已保存。"

    @cached_property
    def member(self):
        return own_member(self.request.user)

    @cached_property
    def groups(self):
        return items_of(self.member, on=self.today)

    def get_form_kwargs(self):
        items = [row for _, rows in self.groups for row in rows]
        return super().get_form_kwargs() | {"items": items}

    def get_success_url(self):
        return f"{reverse('service:register')}#items"

    def perform(self, form):
        actions.tick_items(self.member, on=self.today, by=self.request.user, **form.action_kwargs())
        return Done(self.member, address=self.get_success_url())


# the verb is asked before the permission, as of every button
item_ticks = require_POST(ItemTicks.as_view())


class RegisterOfMember(PermissionRequiredMixin, YearMixin, TodayMixin, DetailView):
    """The same of a member, for the committee to read; one's own too."""

    http_method_names = ["get", "head"]
    permission_required = OWN
    template_name = "service/register_member.html"

    def get_queryset(self):
        return members_open_to(self.request.user)

    def get_context_data(self, **kwargs):
        shown = shown_of(self.object, year=self.year, on=self.today)
        return super().get_context_data(**kwargs) | shown


class RegistrationWrite(PermissionRequiredMixin, ActionFormMixin, UpdateView):
    """登记报到, 修改报到: of oneself, or of any member for the committee."""

    permission_required = OWN
    form_class = forms.RegistrationForm
    template_name = "service/registration_form.html"
    success_message = "报到已登记。"

    def get_queryset(self):
        return members_open_to(self.request.user)

    @cached_property
    def running(self):
        rows = CommunityRegistration.objects.running().filter(member=self.object)
        return rows.select_related("community").with_paper().first()

    def get_initial(self):
        return {} if self.running else {"from_on": self.today}

    def get_form_kwargs(self):
        """What was sent by who saw no registration is compared with none: the action says what came meanwhile."""
        is_first = self.request.method == "POST" and "version" not in self.request.POST
        kwargs = super().get_form_kwargs() | {"on": self.today}
        return kwargs | {"current": None if is_first else self.running}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            registration=self.running, back=self.get_success_url(), is_own=self._is_own, **kwargs
        )

    @property
    def _is_own(self):
        return self.object.staff.user_id == self.request.user.pk

    def get_cancel_url(self):
        return self.get_success_url()

    def get_success_url(self):
        if self._is_own:
            return reverse("service:register")
        return address_of("service:register-member", self.object.pk)

    def perform(self, form):
        row = actions.write_registration(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )
        return Done(row, address=self.get_success_url())


class DeedUpdate(PermissionRequiredMixin, ActionFormMixin, UpdateView):
    """修改记录 of one's own deed."""

    permission_required = OWN
    form_class = forms.DeedForm
    template_name = "service/deed_form.html"

    def get_queryset(self):
        rows = ServiceDeed.objects.standing().of_user(self.request.user)
        return rows.select_related("community", "content", "member__staff")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"on": self.today}

    def get_success_url(self):
        return reverse("service:register")

    def perform(self, form):
        deed = actions.revise_deed(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )
        says = "记录已改，另一名支委确认后计入。" if deed.is_waiting else "记录已改。"
        return Done(deed, address=self.get_success_url(), message=says)


@require_POST
@permission_required(OWN, raise_exception=True)
def deed_withdraw(request, pk):
    """撤回 a deed of one's own."""
    rows = ServiceDeed.objects.standing().of_user(request.user)
    deed = get_object_or_404(rows, pk=pk)
    on, version = timezone.localdate(), version_in(request)
    call = partial(actions.withdraw_deed, deed, version=version, on=on, by=request.user)
    return act(request, call, back=reverse("service:register"), message="记录已撤回。")


@require_POST
@permission_required(OWN, raise_exception=True)
def registration_withdraw(request, pk):
    """撤回 a registration entered by mistake, of oneself, or of any member for the committee."""
    rows = CommunityRegistration.objects.visible_to(request.user).select_related("member__staff")
    row = get_object_or_404(rows, pk=pk)
    on, version = timezone.localdate(), version_in(request)
    is_own = row.member.staff.user_id == request.user.pk
    back = reverse("service:register") if is_own else row.get_absolute_url()
    call = partial(actions.withdraw_registration, row, version=version, on=on, by=request.user)
    return act(request, call, back=back, message="这次报到已撤回。")
