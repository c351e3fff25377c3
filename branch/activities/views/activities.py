from functools import partial

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from branch.activities import actions, agenda
from branch.activities.cards import ActivityCard
from branch.activities.forms import (
    CHIPS,
    ActivityFilter,
    ActivityForm,
    CancelForm,
    ProgrammeChoice,
    initial_from,
)
from branch.activities.keepers import Keeper, keeper_of
from branch.activities.models import OPENED_AREAS, Activity, Programme, Roll, openable_by
from branch.core.cards import cards
from branch.core.files import serve
from branch.core.following import PhotosFollow, receive_photo
from branch.core.models import AuditEvent
from branch.core.periods import weeks_of_month
from branch.core.views import (
    ActionFormMixin,
    FilterMixin,
    TodayMixin,
    VisibleToUserMixin,
    act,
    version_in,
)
from branch.members.models import PartyGroup
from branch.school.models import Term

READ, WRITE = ["get", "head"], ["get", "head", "post"]


class ActivityList(PermissionRequiredMixin, FilterMixin, TodayMixin, ListView):
    """组织生活与活动: the activities by week, this one first, or as a calendar with `?view=calendar`."""

    http_method_names = READ
    permission_required = "activities.view_activity"
    template_name = "activities/activity_list.html"
    paginate_by, paginator_class = 20, agenda.WeekPaginator

    @cached_property
    def filter(self):
        return ActivityFilter(self.request.GET, today=self.today)

    @property
    def shown_month(self):
        return self.filter.month_shown or self.today

    def get_queryset(self):
        """The activities narrowed by the filter, which needs `standing`."""
        rows = Activity.objects.visible_to(self.request.user).with_standing_at(timezone.now())
        rows = self.filter.narrow(rows.with_people())
        if self.filter.is_calendar:
            return rows.within(weeks_of_month(self.shown_month))
        return rows.from_week_of(self.today)

    def get_paginate_by(self, queryset):
        return None if self.filter.is_calendar else self.paginate_by

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        shown = self._month(context) if self.filter.is_calendar else self._weeks(context)
        return context | shown | {"chips": CHIPS, "term_counts": self._term_counts()}

    def _weeks(self, context):
        user = self.request.user
        lines = [agenda.Line(row, row.is_changeable_by(user)) for row in context["object_list"]]
        folds = not self.filter.is_specific
        return {"weeks": agenda.by_week(lines, today=self.today, folds=folds)}

    def _month(self, context):
        rows = list(context["object_list"])
        return {
            "month": agenda.month_sheet(rows, shown=self.shown_month, today=self.today),
            "shown_month": self.shown_month,
            **agenda.beside(self.shown_month, today=self.today),
        }

    def _term_counts(self):
        """本学期 … 场，已记录 … 场，待补 … 场; None where no term has begun."""
        term = Term.objects.on(self.today)
        if term is None:
            return None
        rows = Activity.objects.visible_to(self.request.user).within(term.period).not_cancelled()
        return rows.with_standing_at(timezone.now()).aggregate(
            total=Count("pk"),
            done=Count("pk", filter=Q(standing="done")),
            due=Count("pk", filter=Q(standing="due")),
        )


class ActivityDetail(PermissionRequiredMixin, VisibleToUserMixin, DetailView):
    http_method_names = READ
    permission_required = "activities.view_activity"
    queryset = Activity.objects.with_people().select_related("programme__standard", "opening")

    def get_queryset(self):
        return super().get_queryset().with_standing_at(timezone.now())

    def get_context_data(self, **kwargs):
        activity, user = self.object, self.request.user
        return super().get_context_data(**kwargs) | {
            "line": agenda.Line(activity),
            "roll": Roll.of(activity, user),
            "sees_names": activity.attendance_visible_to(user),
            "shows_minutes": activity.minutes_visible_to(user),
            "may_change": activity.is_changeable_by(user),
            "kept_at": self._kept_at(),
            "opening": getattr(activity, "opening", None),
            "may_open": self._may_open(),
            "photos": activity.photos.all(),
            "files": activity.files.all(),
            "counted": activity.also_counts_as.all(),
            "cards": cards(ActivityCard, activity, user=user, at=timezone.now()),
            "trail": AuditEvent.objects.filter(
                target_type=activity._meta.label_lower, target_id=str(activity.pk)
            ).select_related("actor")[:5],
        }

    def _may_open(self):
        """Whether the user may open it for sign-up; only of planned activities of service a query is made."""
        activity = self.object
        if activity.standing != "planned" or activity.programme.area not in OPENED_AREAS:
            return False
        rows = Activity.objects.filter(pk=activity.pk)
        return openable_by(rows, self.request.user).exists()

    def _kept_at(self):
        """The address and the button of the record that keeps the activity; None where the reader may read none."""
        if not self.object.kept_by:
            return None
        keeper = Keeper.of(self.object.kept_by)
        address = keeper.address(self.object, self.request.user, on=self.today)
        return address and {"address": address, "button": keeper.button}


class ActivityWrite(PhotosFollow, PermissionRequiredMixin, ActionFormMixin):
    http_method_names = WRITE
    form_class = ActivityForm
    template_name = "activities/activity_form.html"
    page_of_all = "activities:activity-list"
    success_message = "活动已保存。"


class ActivityCreate(ActivityWrite, CreateView):
    """新建活动: the programme is chosen first; its last activity then fills the form."""

    permission_required = "activities.add_activity"
    queryset = Activity.objects.all()

    @cached_property
    def choice(self):
        return ProgrammeChoice(self.request.GET, user=self.request.user)

    def get(self, request, *args, **kwargs):
        if not self.choice.is_valid():
            return self._choose(request)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if not self.choice.is_valid():
            return redirect("activities:activity-create")
        return super().post(request, *args, **kwargs)

    def _choose(self, request):
        context = {
            "programmes": _offered_to(request.user),
            "groups": PartyGroup.objects.all(),
        }
        return render(request, "activities/programme_choice.html", context)

    @cached_property
    def last(self):
        """The last activity of the programme, read only to fill an empty form."""
        if self.request.method == "POST":
            return None
        return Activity.objects.last_of(**self.choice.cleaned_data)

    def get_initial(self):
        return initial_from(self.last, on=self.today)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | self.choice.cleaned_data | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        named = self.choice.cleaned_data
        return super().get_context_data(last=self.last, **named, **kwargs)

    def perform(self, form):
        """Plan an activity that is still to come; log one that has begun."""
        now, facts = timezone.now(), form.action_kwargs()
        store = actions.plan_activity if facts["starts_at"] > now else actions.log_activity
        return store(**self.choice.cleaned_data, **facts, at=now, by=self.request.user)


def _offered_to(user):
    """The programmes of which the user may begin an activity, with `begin`, the address of another app's form."""
    rows = []
    for programme in Programme.objects.open_to(user):
        keeper = keeper_of(programme.kind)
        programme.begin = keeper.begin() if keeper else ""
        if keeper is None or user.has_perm(keeper.permission):
            rows.append(programme)
    return rows


class ActivityUpdate(ActivityWrite, UpdateView):
    """补充活动记录, or correct an activity that is planned or recorded."""

    permission_required = "activities.change_activity"

    def get_queryset(self):
        rows = Activity.objects.changeable_by(self.request.user).not_cancelled()
        return rows.select_related("programme", "party_group").with_standing_at(timezone.now())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "programme": self.object.programme,
            "party_group": self.object.party_group,
            "user": self.request.user,
        }

    def get_context_data(self, **kwargs):
        titles = {"due": "补充活动记录", "done": "修改活动记录", "planned": "修改活动"}
        return super().get_context_data(**kwargs) | {
            "title": titles[self.object.standing],
            "line": agenda.Line(self.object),
            "programme": self.object.programme,
            "party_group": self.object.party_group,
        }

    def perform(self, form):
        return actions.revise(
            self.object, **form.action_kwargs(), at=timezone.now(), by=self.request.user
        )


class ActivityCancel(PermissionRequiredMixin, ActionFormMixin, UpdateView):
    """取消活动 or 作废记录: shows the consequences and asks for the reason."""

    http_method_names = WRITE
    permission_required = "activities.change_activity"
    form_class = CancelForm
    template_name = "activities/activity_cancel.html"
    success_message = "已取消，原因留在活动页上。"

    def get_queryset(self):
        return Activity.objects.changeable_by(self.request.user).not_cancelled()

    def perform(self, form):
        return actions.cancel(self.object, **form.action_kwargs(), by=self.request.user)


@require_POST
@permission_required("activities.change_activity", raise_exception=True)
def photo_add(request, pk):
    """Store one photo that follows its activity."""
    rows = Activity.objects.changeable_by(request.user).not_cancelled()
    activity = get_object_or_404(rows, pk=pk)
    return receive_photo(request, activity, partial(actions.add_photo, activity, by=request.user))


@require_POST
@permission_required("activities.change_activity", raise_exception=True)
def activity_close(request, pk):
    """按计划办结: close an activity as planned at one tap."""
    activity = get_object_or_404(Activity.objects.changeable_by(request.user), pk=pk)
    version, at = version_in(request), timezone.now()
    return act(
        request,
        lambda: actions.close_as_planned(activity, version=version, at=at, by=request.user),
        back=activity.get_absolute_url(),
        message="已按计划办结，应到人员都记为出席。有出入的，请修改记录。",
    )


def _minutes_or_404(request, pk):
    """Return the activity if the user may read its minutes, and therefore its photos and files."""
    rows = Activity.objects.visible_to(request.user).select_related("programme")
    activity = get_object_or_404(rows, pk=pk)
    if not activity.minutes_visible_to(request.user):
        raise Http404
    return activity


@require_safe
@permission_required("activities.view_activity", raise_exception=True)
def photo_show(request, pk, photo_pk, *, is_small=False):
    photo = get_object_or_404(_minutes_or_404(request, pk).photos, pk=photo_pk)
    if is_small:
        return serve(photo.thumb, name=f"photo-{photo.pk}-small.jpg", inline=True)
    return serve(photo.file, name=f"photo-{photo.pk}.jpg", inline=True)


@require_safe
@permission_required("activities.view_activity", raise_exception=True)
def file_download(request, pk, file_pk):
    file = get_object_or_404(_minutes_or_404(request, pk).files, pk=file_pk)
    return serve(file.file, name=file.original_name)
