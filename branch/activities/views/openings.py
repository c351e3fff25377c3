"""The sign-up for an activity: its page, opened and changed by those who run it, taken and left at one tap."""

from functools import partial

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView, FormView, ListView, UpdateView

from branch.activities import actions, forms, signups
from branch.activities.models import Activity, Opening, Registration, openable_by
from branch.core import access
from branch.core.files import serve
from branch.core.ics import calendar_answer
from branch.core.public import site_of
from branch.core.views import ActionFormMixin, Done, VisibleToUserMixin, act
from branch.school.models import Staff

READ = ["get", "head"]
# events of the next weeks that are listed as not opened
MOST_UNOPENED = 5


class OpeningList(PermissionRequiredMixin, VisibleToUserMixin, ListView):
    """志愿服务: the events to come that one may sign up for, and those that were held."""

    http_method_names = READ
    permission_required = "activities.add_registration"
    template_name = "activities/opening_list.html"
    queryset = Opening.objects.with_activity().with_counts()
    paginate_by = 20

    @cached_property
    def now(self):
        return timezone.now()

    def get_queryset(self):
        return super().get_queryset().begun(self.now)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, now = self.request.user, self.now
        coming = list(super().get_queryset().to_come(now)) if self._is_first(context) else []
        held = list(context["object_list"])
        states = signups.own_states([*coming, *held], user)
        may_open = openable_by(Activity.objects.all(), user).filter(starts_at__gt=now, opening=None)
        may_open = may_open.order_by("starts_at", "pk")[:MOST_UNOPENED]
        return context | {
            "coming": [signups.Line(row, states.get(row.pk), now) for row in coming],
            "held": [signups.Line(row, states.get(row.pk), now) for row in held],
            "to_open": [signups.Unopened(row) for row in may_open.with_people()],
            "waiting_count": Registration.objects.confirmable_by(user).count(),
        }

    def _is_first(self, context):
        return context["page_obj"].number == 1


class OpeningRows(PermissionRequiredMixin, VisibleToUserMixin):
    """A page about one opening; its address has the number of the activity."""

    permission_required = "activities.add_registration"

    def get_queryset(self):
        return Opening.objects.visible_to(self.request.user).with_activity()

    def get_object(self, queryset=None):
        rows = self.get_queryset() if queryset is None else queryset
        return get_object_or_404(rows, activity=self.kwargs["pk"])


class OpeningDetail(OpeningRows, DetailView):
    """岗位和名额: the roles with their places, who has taken them, and what pupils still wait for."""

    http_method_names = READ
    template_name = "activities/opening_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("safety_plan").prefetch_related("leaders")

    def get_context_data(self, **kwargs):
        sheet = signups.sheet_of(self.object, self.request.user, at=timezone.now())
        access.note(self.request, "student", sheet.pupils.named_ids)
        return super().get_context_data(sheet=sheet, activity=self.object.activity, **kwargs)


class OpeningFile(OpeningRows, DetailView):
    """The event as a calendar file for those who help: with the reader's role and where they meet."""

    http_method_names = READ

    def get(self, request, *args, **kwargs):
        opening = self.get_object()
        entry = signups.calendar_entry(opening, request.user)
        title = opening.activity.title
        facts = {"name": title, "file": f"event-{opening.activity_id}.ics"}
        by = f"{site_of(request).school_name}//志愿服务"
        return calendar_answer(request, [entry], by=by, at=timezone.now(), **facts)


class OpeningWrite(PermissionRequiredMixin, ActionFormMixin):
    """The form of the times and roles."""

    permission_required = "activities.change_opening"
    form_class = forms.OpeningForm
    template_name = "activities/opening_form.html"

    @property
    def staff(self):
        rows = Staff.objects.working_on(self.today)
        return forms.offer_of_colleagues(rows, user=self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"activity": self.activity, **kwargs})

    def get_success_url(self):
        return Opening(activity=self.activity).get_absolute_url()


class OpeningCreate(OpeningWrite, FormView):
    success_message = "报名已开放，同事在工作台就看得到。"

    @cached_property
    def activity(self):
        rows = openable_by(Activity.objects.all(), self.request.user).filter(opening=None)
        return get_object_or_404(rows.select_related("programme"), pk=self.kwargs["pk"])

    @cached_property
    def last(self):
        """The opening of the last event of the same series, from which the form is filled."""
        rows = Opening.objects.filter(activity__programme=self.activity.programme)
        rows = rows.select_related("activity").prefetch_related("slots")
        return rows.order_by("-activity__starts_at").first()

    def get_initial(self):
        return forms.initial_of_opening(self.activity, self.last, at=timezone.localtime())

    def get_form_kwargs(self):
        slots = self.last.slots.all() if self.last else []
        rows = forms.roles_of(slots, are_stored=False)
        return super().get_form_kwargs() | {"rows": rows, "staff": self.staff}

    def get_context_data(self, **kwargs):
        return super().get_context_data(last=self.last, **kwargs)

    def perform(self, form):
        return actions.open_activity(
            self.activity, at=timezone.now(), by=self.request.user, **form.action_kwargs()
        )


class RunRows(OpeningRows):
    """A page for those who run the event."""

    permission_required = "activities.change_opening"

    def get_queryset(self):
        return super().get_queryset().run_by(self.request.user)

    @property
    def activity(self):
        return self.object.activity

    @cached_property
    def offer(self):
        rows = Staff.objects.working_on(self.today)
        return forms.offer_of_colleagues(rows, user=self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(activity=self.object.activity, **kwargs)

    def get_success_url(self):
        return self.object.get_absolute_url()


class OpeningUpdate(RunRows, OpeningWrite, UpdateView):
    success_message = "报名安排已更新。"

    def get_queryset(self):
        return super().get_queryset().to_come(timezone.now()).prefetch_related("slots", "leaders")

    def get_form_kwargs(self):
        rows = forms.roles_of(self.object.slots.all(), are_stored=True)
        return super().get_form_kwargs() | {"rows": rows, "staff": self.offer}

    def perform(self, form):
        return actions.revise_opening(
            self.object, at=timezone.now(), by=self.request.user, **form.action_kwargs()
        )


class ColleagueAdd(RunRows, ActionFormMixin, UpdateView):
    """代报名: the organiser enters colleagues, until the event begins."""

    form_class = forms.ColleaguesForm
    template_name = "activities/colleague_form.html"

    def get_queryset(self):
        return super().get_queryset().to_come(timezone.now())

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs() | {"slots": self.object.slots, "staff": self.offer}
        # it changes no column of the opening
        return kwargs | {"current": None}

    def get_context_data(self, **kwargs):
        rows = Registration.objects.listed().of_staff().filter(opening=self.object)
        return super().get_context_data(rows=rows, **kwargs)

    def perform(self, form):
        rows = actions.add_colleagues(
            self.object, at=timezone.now(), by=self.request.user, **form.action_kwargs()
        )
        waiting = sum(row.is_waiting for row in rows)
        says = f"已报名 {len(rows) - waiting} 名。"
        says += f"另有 {waiting} 名没有名额，已登记候补。" if waiting else ""
        return Done(self.object, message=says)


class PlanStore(RunRows, ActionFormMixin, UpdateView):
    """活动安全预案: uploaded, or another in its place."""

    form_class = forms.PlanForm
    template_name = "activities/plan_form.html"
    success_message = "活动安全预案已上传。"

    def get_queryset(self):
        return super().get_queryset().to_come(timezone.now())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"current": None}

    def perform(self, form):
        return actions.store_safety_plan(
            self.object, by=self.request.user, plan=form.cleaned_data["plan"]
        )


@require_safe
@permission_required("activities.add_registration", raise_exception=True)
def plan_file(request, pk):
    """The safety plan, for those who run the event and those who lead or enter its pupils."""
    rows = Opening.objects.visible_to(request.user).select_related("safety_plan", "activity")
    opening = get_object_or_404(rows.exclude(safety_plan=None), activity=pk)
    if not signups.may_read_plan(opening, request.user):
        raise Http404
    return serve(opening.safety_plan.file, name=opening.safety_plan.original_name)


def _opening_or_404(request, pk):
    rows = Opening.objects.visible_to(request.user).select_related("activity")
    return get_object_or_404(rows, activity=pk)


@require_POST
@permission_required("activities.add_registration", raise_exception=True)
def registration_create(request, pk, slot_pk):
    """我要报名, 改报 or 登记候补: take a role at one tap."""
    opening = _opening_or_404(request, pk)
    slot = get_object_or_404(opening.slots, pk=slot_pk)
    message = signups.Told()
    call = partial(
        message.of, actions.sign_up, opening, slot=slot, at=timezone.now(), by=request.user
    )
    return act(request, call, back=opening.get_absolute_url(), message=message)


@require_POST
@permission_required("activities.add_registration", raise_exception=True)
def registration_withdraw(request, pk):
    """取消报名, at one tap."""
    opening = _opening_or_404(request, pk)
    call = partial(actions.withdraw, opening, at=timezone.now(), by=request.user)
    return act(request, call, back=opening.get_absolute_url(), message="报名已取消。")


@require_POST
@permission_required("activities.change_opening", raise_exception=True)
def colleague_drop(request, pk, registration_pk):
    """Take a colleague off the list, for those who run the event."""
    openings = Opening.objects.run_by(request.user).filter(activity=pk).values("pk")
    rows = Registration.objects.standing().of_staff().select_related("opening__activity", "staff")
    row = get_object_or_404(rows.filter(opening__in=openings), pk=registration_pk)
    call = partial(actions.drop_colleague, row, at=timezone.now(), by=request.user)
    back = row.opening.get_absolute_url()
    return act(request, call, back=back, message=f"已移出{row.staff}。")
