"""Pupils and hours of an event, one's own hours, and the statements of them."""

from decimal import Decimal
from functools import partial

from django.contrib.auth.decorators import login_not_required, permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, ListView, UpdateView

from branch.accounts.backends import client_address
from branch.activities import actions, forms, signups
from branch.activities.keepers import served_at
from branch.activities.models import Opening, Registration, ServiceStatement
from branch.core import access
from branch.core.forms import MOST_ROWS
from branch.core.periods import year as calendar_year
from branch.core.sorting import Sort, Sorting
from branch.core.views import ActionFormMixin, Done, VisibleToUserMixin, act
from branch.school.models import SchoolClass, Student

from .openings import OpeningRows, RunRows

READ = ["get", "head"]


class PupilEnter(OpeningRows, ActionFormMixin, UpdateView):
    """登记学生志愿者: the pupils of one's class, or of a class that the committee chooses."""

    permission_required = "activities.enter_pupils"
    form_class = forms.PupilsForm
    template_name = "activities/pupil_form.html"

    def get_queryset(self):
        return super().get_queryset().to_come(timezone.now()).prefetch_related("leaders")

    @cached_property
    def classes(self):
        if self.request.user.has_perm("school.view_every_guardian"):
            return SchoolClass.objects.in_school_on(self.today)
        return SchoolClass.objects.headed_by(self.request.user, on=self.today)

    @cached_property
    def choice(self):
        """The class to list; a head teacher with one class need not choose it."""
        asked = self.request.GET.copy()
        if "school_class" not in asked and len(self.classes) == 1:
            asked["school_class"] = self.classes[0].pk
        return forms.ClassOfPupils(asked, classes=self.classes, on=self.today)

    @cached_property
    def students(self):
        """The pupils of the class who are not entered yet, by 学号."""
        if (chosen := self.choice.chosen) is None:
            return []
        own = Student.objects.private_to(self.request.user, on=self.today)
        entered = Registration.objects.standing().filter(opening=self.object)
        rows = own.in_classes([chosen], on=self.today).exclude(
            pk__in=entered.of_pupils().values("student")
        )
        return list(rows.order_by("number")[:MOST_ROWS])

    def get_form_kwargs(self):
        slots = self.object.slots.filter(takes_pupils=True)
        kwargs = super().get_form_kwargs() | {"rows": self.students, "slots": slots}
        return kwargs | {"current": None}

    def get_initial(self):
        first = self.object.slots.filter(takes_pupils=True).first()
        return {"consent_on": self.today, "slot": first and first.pk}

    def get_context_data(self, **kwargs):
        access.note(self.request, "student", [student.pk for student in self.students])
        on = self.object.day
        for student in self.students:
            student.age_says = signups.says_of_age(student, on=on)
        chosen = self.choice.chosen
        return super().get_context_data(
            activity=self.object.activity,
            choice=self.choice,
            classes=self.classes,
            class_links=[(row.pk, row.name_on(self.today)) for row in self.classes],
            chosen=chosen,
            class_name=chosen and chosen.name_on(self.today),
            lacking=self.object.lacks_for_pupils(),
            has_roles=self.object.slots.filter(takes_pupils=True).exists(),
            **kwargs,
        )

    def get_success_url(self):
        return self.object.get_absolute_url()

    def perform(self, form):
        facts = form.action_kwargs()
        actions.enter_pupils(self.object, at=timezone.now(), by=self.request.user, **facts)
        return Done(self.object, message=f"已登记学生 {len(facts['rows'])} 名。")


@require_POST
@permission_required("activities.add_registration", raise_exception=True)
def pupil_leave(request, pk, registration_pk):
    """Take a pupil off the list, by those who read the name."""
    rows = Opening.objects.visible_to(request.user).select_related("activity")
    opening, now = get_object_or_404(rows, activity=pk), timezone.now()
    named = Registration.objects.standing().pupils_named_to(request.user, opening=opening, at=now)
    row = get_object_or_404(named.select_related("opening"), pk=registration_pk)
    call = partial(actions.leave_out_pupil, row, at=now, by=request.user)
    return act(request, call, back=opening.get_absolute_url(), message="已移出 1 名学生。")


class HoursConfirm(RunRows, ActionFormMixin, UpdateView):
    """确认服务时长: the list once, with the planned hours; only differences are changed."""

    form_class = forms.HoursForm
    template_name = "activities/hours_form.html"

    def get_queryset(self):
        return super().get_queryset().begun(timezone.now())

    @cached_property
    def rows(self):
        rows = Registration.objects.placed().of_staff().filter(opening=self.object)
        return list(rows.select_related("staff__user", "slot").order_by("slot", "number"))

    @cached_property
    def pupil_count(self):
        return Registration.objects.placed().of_pupils().filter(opening=self.object).count()

    @cached_property
    def served_count(self):
        """How many were counted at the event; None once the list is confirmed, whose number stands."""
        return None if self.object.confirmed_on else served_at(self.object.activity)

    def get_initial(self):
        served = {} if self.served_count is None else {"served_count": self.served_count}
        return served | super().get_initial()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "rows": self.rows,
            "planned": self.object.planned_hours,
            "pupils": self.pupil_count,
        }

    def get_context_data(self, **kwargs):
        own = [row for row in self.rows if row.staff.user_id == self.request.user.pk]
        return super().get_context_data(
            count=len(self.rows), has_own=bool(own), served=self.served_count, **kwargs
        )

    def perform(self, form):
        opening = actions.confirm_hours(
            self.object, at=timezone.now(), by=self.request.user, **form.action_kwargs()
        )
        left = Registration.objects.proposed().filter(opening=opening).count()
        says = "服务时长已确认。"
        says += f"还有 {left} 名的时长等另一个人确认。" if left else ""
        return Done(opening, message=says)


class LateAdd(RunRows, ActionFormMixin, UpdateView):
    """补登: who took part and was not on the list; another confirms the hours."""

    form_class = forms.LateForm
    template_name = "activities/late_form.html"
    success_message = "已补登，另一个人确认后计入。"

    def get_queryset(self):
        return super().get_queryset().begun(timezone.now())

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "slots": self.object.slots,
            "staff": self.offer,
            "hours": forms.hour_choices(self.object.planned_hours),
            "current": None,
        }

    def get_initial(self):
        first = self.object.slots.first()
        return {"hours": f"{self.object.planned_hours.normalize():f}", "slot": first and first.pk}

    def perform(self, form):
        return Done(
            actions.add_late(
                self.object, at=timezone.now(), by=self.request.user, **form.action_kwargs()
            ),
            address=self.object.get_absolute_url(),
        )


class ProposalList(PermissionRequiredMixin, ListView):
    """待确认的服务时长: what others entered of events that the user runs."""

    http_method_names = READ
    permission_required = "activities.change_opening"
    template_name = "activities/proposal_list.html"
    paginate_by = 50

    def get_queryset(self):
        rows = Registration.objects.confirmable_by(self.request.user)
        return rows.latest_first().select_related("staff", "entered_by")


def _proposal_or_404(request, pk):
    rows = Registration.objects.confirmable_by(request.user)
    return get_object_or_404(rows.select_related("staff"), pk=pk)


@require_POST
@permission_required("activities.change_opening", raise_exception=True)
def proposal_confirm(request, pk):
    """确认 hours that another entered."""
    row = _proposal_or_404(request, pk)
    call = partial(actions.confirm_proposal, row, at=timezone.now(), by=request.user)
    message = f"{row.staff}的服务时长已确认。"
    return act(request, call, back="activities:proposal-list", message=message)


@require_POST
@permission_required("activities.change_opening", raise_exception=True)
def proposal_refuse(request, pk):
    """退回 hours that another entered."""
    row = _proposal_or_404(request, pk)
    call = partial(actions.refuse_proposal, row, by=request.user)
    message = f"已退回，{row.staff}的这条时长不计入。"
    return act(request, call, back="activities:proposal-list", message=message)


class ServiceOwn(PermissionRequiredMixin, ActionFormMixin, FormView):
    """我的服务: one's own hours by year; a statement of a year is issued here."""

    permission_required = "activities.view_servicestatement"
    form_class = forms.StatementForm
    template_name = "activities/service_own.html"
    success_message = "情况说明已生成，可以打印。"

    @cached_property
    def sorting(self):
        return Sorting(self.request.GET, {"day": Sort("日期", "opening__activity__starts_at")})

    @cached_property
    def year(self):
        return forms.YearOfService(self.request.GET, usual=self.today.year).chosen

    @cached_property
    def rows(self):
        period = calendar_year(self.today.replace(year=self.year, month=1, day=1))
        own = Registration.objects.standing().of(self.request.user).held_within(period)
        return list(self.sorting.sorted(own.filter(hours__isnull=False).latest_first()))

    @cached_property
    def years(self):
        """The years in which one has hours, and this one."""
        own = Registration.objects.standing().of(self.request.user).filter(hours__isnull=False)
        dates = own.datetimes("opening__activity__starts_at", "year")
        return sorted({self.today.year, self.year, *(day.year for day in dates)}, reverse=True)

    def get_context_data(self, **kwargs):
        user = self.request.user
        confirmed = [row for row in self.rows if row.is_confirmed]
        coming = Registration.objects.standing().of(user).filter(hours=None)
        coming = coming.filter(opening__activity__state="planned").latest_first()
        return super().get_context_data(
            year=self.year,
            years=self.years,
            rows=self.rows,
            sorting=self.sorting,
            total=sum(row.hours for row in confirmed),
            confirmed_count=len(confirmed),
            coming=coming.filter(opening__activity__starts_at__gt=timezone.now()),
            statements=ServiceStatement.objects.visible_to(user).filter(year=self.year),
            **kwargs,
        )

    def perform(self, form):
        return actions.issue_statement(
            year=self.year, on=self.today, by=self.request.user, **form.action_kwargs()
        )


class StatementDetail(PermissionRequiredMixin, VisibleToUserMixin, DetailView):
    """记录情况说明 to print, as it was issued."""

    http_method_names = READ
    permission_required = "activities.view_servicestatement"
    queryset = ServiceStatement.objects.select_related("staff")
    template_name = "activities/statement_detail.html"

    def get_context_data(self, **kwargs):
        total = sum(Decimal(line["hours"]) for line in self.object.lines)
        check = self.request.build_absolute_uri(reverse("activities:statement-check"))
        return super().get_context_data(
            total=f"{total.normalize():f}", check_address=check, **kwargs
        )


@method_decorator([login_not_required, never_cache], name="dispatch")
class StatementCheckPage(FormView):
    """查验情况说明, in public: says whether a number was issued on a day, and nothing else."""

    form_class = forms.StatementCheck
    template_name = "activities/statement_check.html"

    def form_valid(self, form):
        try:
            found = actions.statement_exists(
                **form.cleaned_data, address=client_address(self.request), at=timezone.now()
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, answer=found, asked=True))
