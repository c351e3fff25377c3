"""The desk's pages of teams of volunteers: for those who belong to one, and for the committee."""

from functools import partial

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import FormView, ListView, UpdateView

from branch.activities.actions import add_colleagues
from branch.activities.forms import offer_of_colleagues
from branch.activities.models import Opening, Registration, Slot
from branch.core.periods import school_year
from branch.core.undo import offer_undo
from branch.core.views import ActionFormMixin, Done, TodayMixin, act, version_in
from branch.core.wording import headcount_says
from branch.school.models import Staff

from . import actions, forms
from .models import SEES_ALL, TeamMembership, VolunteerTeam, events_of, people_of

VIEWS = "service.view_volunteerteam"
ALL_SIGNED_UP = "勾选的队员都已经报了名。"


def slots_to_come(user, *, at):
    """The roles of events to come that the user runs, the next event first."""
    openings = Opening.objects.run_by(user).to_come(at).order_by().values("pk")
    rows = Slot.objects.filter(opening__in=openings).select_related("opening__activity")
    return rows.order_by("opening__activity__starts_at", "opening", "order", "pk")


class TeamList(PermissionRequiredMixin, TodayMixin, ListView):
    """志愿者队伍: one's own; all for the committee."""

    http_method_names = ["get", "head"]
    permission_required = VIEWS
    template_name = "service/team_list.html"
    paginate_by = 30

    def get_queryset(self):
        rows = VolunteerTeam.objects.visible_to(self.request.user, on=self.today)
        rows = rows.active_on(self.today).with_people_count(on=self.today)
        return rows.select_related("leader")


class TeamDetail(PermissionRequiredMixin, TodayMixin, ListView):
    """A team: its people, their training, and the events at which they served."""

    http_method_names = ["get", "head"]
    permission_required = VIEWS
    template_name = "service/team_detail.html"
    paginate_by = 20

    @cached_property
    def team(self):
        rows = VolunteerTeam.objects.visible_to(self.request.user, on=self.today)
        return get_object_or_404(rows.select_related("leader"), pk=self.kwargs["pk"])

    def get_queryset(self):
        return events_of(self.team)

    def get_context_data(self, **kwargs):
        user, on = self.request.user, self.today
        people = list(people_of(self.team, on=on))
        for row in people:
            is_told = user.has_perm(SEES_ALL) or row.staff.user_id == user.pk
            row.hours = row.trained_tenths / 10 if is_told else None
        left = TeamMembership.objects.filter(team=self.team, until_on__lt=on)
        left = list(left.select_related("staff"))
        offer_undo([self.team, *left], user, on=on)
        year = school_year(on).start.year
        pupils = self.team.pupil_counts.filter(year=year).first()
        kept = VolunteerTeam.objects.kept_by(user).filter(pk=self.team.pk).exists()
        return super().get_context_data(
            team=self.team,
            people=people,
            left=left,
            trained_count=sum(row.trained_tenths > 0 for row in people),
            pupils=headcount_says(pupils.count) if pupils and pupils.count else "",
            may_write=kept,
            may_sign_up=slots_to_come(user, at=timezone.now()).exists(),
            **kwargs,
        )


class TeamWrite(PermissionRequiredMixin, ActionFormMixin):
    form_class = forms.TeamForm
    template_name = "service/team_form.html"

    @property
    def staff(self):
        rows = Staff.objects.working_on(self.today)
        return offer_of_colleagues(rows, user=self.request.user)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"staff": self.staff, "on": self.today}


class TeamCreate(TeamWrite, FormView):
    """新建队伍."""

    permission_required = "service.add_volunteerteam"

    def get_initial(self):
        own = Staff.objects.filter(user=self.request.user).values_list("pk", flat=True).first()
        return {"leader": own}

    def perform(self, form):
        return actions.start_team(on=self.today, by=self.request.user, **form.action_kwargs())


class KeptTeam(TeamWrite):
    """A page for those who keep the team."""

    permission_required = actions.CHANGES

    def get_queryset(self):
        return VolunteerTeam.objects.kept_by(self.request.user).select_related("leader")

    def get_success_url(self):
        return self.object.get_absolute_url()


class TeamUpdate(KeptTeam, UpdateView):
    """修改 of a team."""

    def perform(self, form):
        facts = form.action_kwargs()
        return actions.revise_team(self.object, on=self.today, by=self.request.user, **facts)


class PeopleAdd(KeptTeam, UpdateView):
    """添加队员."""

    form_class = forms.PeopleForm
    template_name = "service/team_people_form.html"

    def get_initial(self):
        return {"from_on": self.today}

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.pop("on")
        # it changes no column of the team
        return kwargs | {"current": None}

    def perform(self, form):
        facts = form.action_kwargs()
        row = actions.add_people(self.object, on=self.today, by=self.request.user, **facts)
        return Done(row, message=f"已添加 {len(facts['staff'])} 名队员。")


class TeamSignUp(PermissionRequiredMixin, ActionFormMixin, UpdateView):
    """请队员报名: all of the team, or those ticked, in a role of an event that the user runs."""

    permission_required = VIEWS
    form_class = forms.TeamSignUpForm
    template_name = "service/team_signup_form.html"

    def get_queryset(self):
        return VolunteerTeam.objects.visible_to(self.request.user, on=self.today)

    @cached_property
    def people(self):
        rows = TeamMembership.objects.here_on(self.today).filter(team=self.object)
        return Staff.objects.filter(pk__in=rows.values("staff"))

    def get_initial(self):
        return {"staff": [staff.pk for staff in self.people]}

    def get_form_kwargs(self):
        slots = slots_to_come(self.request.user, at=timezone.now())
        return super().get_form_kwargs() | {
            "slots": slots,
            "people": self.people,
            "current": None,
        }

    def get_success_url(self):
        return self.object.get_absolute_url()

    def perform(self, form):
        slot, chosen = form.cleaned_data["slot"], form.cleaned_data["staff"]
        standing = Registration.objects.standing().filter(opening=slot.opening_id)
        fresh = list(chosen.exclude(pk__in=standing.of_staff().values("staff")))
        if not fresh:
            raise ValidationError({"staff": ALL_SIGNED_UP})
        facts = {"slot": slot, "staff": fresh, "at": timezone.now(), "by": self.request.user}
        rows = add_colleagues(slot.opening, **facts)
        waiting = sum(row.is_waiting for row in rows)
        says = f"已报名 {len(rows) - waiting} 名。"
        says += f"另有 {waiting} 名没有名额，已登记候补。" if waiting else ""
        left_out = len(chosen) - len(fresh)
        says += f"{left_out} 名原来就报了名。" if left_out else ""
        return Done(slot.opening, address=slot.opening.get_absolute_url(), message=says)


@require_POST
@permission_required(actions.CHANGES, raise_exception=True)
def team_end(request, pk):
    """停用 a team."""
    team = get_object_or_404(VolunteerTeam.objects.kept_by(request.user), pk=pk)
    on, version = timezone.localdate(), version_in(request)
    call = partial(actions.end_team, team, version=version, on=on, by=request.user)
    return act(request, call, back=reverse("service:team-list"), message=f"“{team}”已停用。")


@require_POST
@permission_required(actions.CHANGES, raise_exception=True)
def person_drop(request, pk):
    """移出 a colleague."""
    teams = VolunteerTeam.objects.kept_by(request.user).order_by().values("pk")
    rows = TeamMembership.objects.filter(team__in=teams).select_related("team", "staff")
    row = get_object_or_404(rows, pk=pk)
    on, version = timezone.localdate(), version_in(request)
    call = partial(actions.drop_person, row, version=version, on=on, by=request.user)
    return act(request, call, back=row.team.get_absolute_url(), message=f"已移出{row}。")
