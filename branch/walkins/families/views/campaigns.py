"""Campaigns of visits: listed, set up, and how far each has come."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView, UpdateView

from branch.core import access
from branch.core.sorting import Sort, SortMixin
from branch.core.views import ActionFormMixin, Done, VisibleToUserMixin
from branch.school.models import Staff
from branch.walkins.families import actions, forms
from branch.walkins.families.models import (
    FamilyNeed,
    HomeVisit,
    Standing,
    VisitCampaign,
    planned_visits_to,
    progress_by_grade,
    progress_of_all,
    students_to_visit,
    those_to_go,
    visit_rules,
    visitors_named_by,
)

from .batches import recorded_says

LISTED = 30  # households on a page


class CampaignList(PermissionRequiredMixin, SortMixin, VisibleToUserMixin, ListView):
    """走访活动: the campaigns the reader may see, the latest first."""

    permission_required = "walkins.view_visitcampaign"
    template_name = "walkins/campaign_list.html"
    paginate_by = 20
    sorts = {"from": Sort("开始日期", "from_on"), "until": Sort("结束日期", "until_on")}
    queryset = VisitCampaign.objects.select_related("school_class")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = [
            (
                campaign,
                campaign.audience_on(min(self.today, campaign.until_on)),
                campaign.stage_on(self.today),
            )
            for campaign in context["object_list"]
        ]
        return context | {"rows": rows}


class CampaignEdit(PermissionRequiredMixin, ActionFormMixin):
    form_class = forms.CampaignForm
    template_name = "walkins/campaign_form.html"

    def get_form_kwargs(self):
        students = students_to_visit(self.request.user, on=self.today)
        return super().get_form_kwargs() | {"students": students, "on": self.today}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        shown = context["form"]["students"].offered
        access.note(self.request, "student", [student.pk for student in shown])
        return context


class CampaignCreate(CampaignEdit, FormView):
    permission_required = "walkins.add_visitcampaign"
    success_message = "走访活动已建好。"

    def perform(self, form):
        return actions.start_campaign(by=self.request.user, **form.action_kwargs())


class CampaignUpdate(CampaignEdit, VisibleToUserMixin, UpdateView):
    permission_required = "walkins.change_visitcampaign"
    queryset = VisitCampaign.objects.all()
    success_message = "走访活动已更新。"

    def perform(self, form):
        return actions.revise_campaign(self.object, by=self.request.user, **form.action_kwargs())


class CampaignDetail(PermissionRequiredMixin, ActionFormMixin, FormView):
    """A campaign: how many households were visited, and those that were not, with a form for many at once."""

    permission_required = ("walkins.view_visitcampaign", "walkins.add_homevisit")
    form_class = forms.HouseholdBatchForm
    template_name = "walkins/campaign_detail.html"

    @cached_property
    def campaign(self):
        rows = VisitCampaign.objects.select_related("school_class")
        seen = rows.visible_to(self.request.user, on=self.today)
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    @property
    def day(self):
        """The day whose classes the page names: of a campaign that is over its last."""
        return min(self.today, self.campaign.until_on)

    @cached_property
    def with_phone(self):
        return visit_rules(self.today)["with_phone"]

    @cached_property
    def households(self):
        user, on = self.request.user, self.today
        return self.campaign.households_for(user, on=on, with_phone=self.with_phone)

    @cached_property
    def filter(self):
        return forms.CampaignFilter(self.request.GET)

    @cached_property
    def grades(self):
        return progress_by_grade(self.households, on=self.day)

    @cached_property
    def whole(self):
        return progress_of_all(self.grades)

    @cached_property
    def page(self):
        """The page of the list of households not visited yet; how many there are is counted already."""
        count = self.whole.left_by_state[self.filter.state_shown]
        return Paginator(range(count), LISTED).get_page(self.filter.page_shown)

    @cached_property
    def listed(self):
        left = self.households.filter(standing__in=[Standing.PLANNED, Standing.OPEN])
        first = max(self.page.start_index() - 1, 0)
        return list(self.filter.narrow(left).in_class_order()[first : first + LISTED])

    def get_form_kwargs(self):
        user, on = self.request.user, self.today
        return super().get_form_kwargs() | {
            "students": self.households.in_class_order(),
            "listed": self.listed,
            "visitors": visitors_named_by(user, on=on),
            "with_phone": self.with_phone,
            "user": user,
            "on": on,
        }

    def get_initial(self):
        own = Staff.objects.working_on(self.today).filter(user=self.request.user).first()
        return {"happened_on": self.today, "visitor": own and own.pk}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        access.note(self.request, "student", [student.pk for student in self.listed])
        return context | {
            "campaign": self.campaign,
            "audience": self.campaign.audience_on(self.day),
            "is_over": self.campaign.until_on < self.today,
            "grades": self.grades,
            "whole": self.whole,
            "tabs": self._tabs,
            "filter": self.filter,
            "page_obj": self.page,
            "lines": self._lines(context["form"]),
            "made": self._visits_made(),
            "closed_count": self._needs_closed(),
        }

    @property
    def _tabs(self):
        return [
            {
                "label": f"{label} {self.whole.left_by_state[value]}",
                "url": f"?state={value}#left" if value else "?#left",
                "current": value == self.filter.state_shown,
            }
            for value, label in self.filter.fields["state"].choices
        ]

    def _lines(self, form):
        """What the list says of each household on the page."""
        planned = planned_visits_to(self.listed, period=self.campaign.period)
        ids = [visit.pk for visit in planned.values() if visit]
        movable = HomeVisit.objects.filter(pk__in=ids)
        movable = movable.revisable_by(self.request.user, on=self.today)
        may_move = set(movable.values_list("pk", flat=True))
        who = those_to_go(self.listed, on=self.today)
        return [
            {
                "student": student,
                "class_name": student.class_name_on(self.day),
                "box": box,
                "visit": planned[student.pk],
                "who": who(student),
                "may_move": planned[student.pk] is not None and planned[student.pk].pk in may_move,
            }
            for student, box in zip(self.listed, form["students"], strict=True)
        ]

    def _visits_made(self):
        """How many visits were made in these days to anybody the reader may see, and to whom."""
        counted = HomeVisit.objects.counted(with_phone=self.with_phone)
        rows = counted.visible_to(self.request.user, on=self.today)
        days = (self.campaign.from_on, self.campaign.until_on)
        rows = rows.filter(happened_on__range=days).order_by()
        return rows.aggregate(all=Count("pk"), hardship=Count("pk", filter=Q(is_hardship=True)))

    def _needs_closed(self):
        days = (self.campaign.from_on, self.campaign.until_on)
        needs = FamilyNeed.objects.visible_to(self.request.user, on=self.today)
        needs = needs.filter(closed_on__range=days)
        return needs.exclude(outcome=FamilyNeed.Outcome.MISTAKEN).count()

    def perform(self, form):
        act = actions.plan_batch if form.is_plan else actions.record_batch
        batch = act(on=self.today, by=self.request.user, **form.action_kwargs())
        says = _planned_says(batch) if form.is_plan else recorded_says(batch, "走访", on=self.today)
        return Done(self.campaign, message=says)


def _planned_says(batch):
    left_out = f"{batch.left_out} 户已经约过，要改期请在名单上点“改期”。" if batch.left_out else ""
    return f"已约 {len(batch.visits)} 户，走访后记一笔，才计入次数。{left_out}"
