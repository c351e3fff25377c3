"""The pages of terms and the school's calendar: read by every colleague, changed by the administrator."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, ListView, UpdateView

from branch.core.sorting import Sort, SortMixin
from branch.core.views import ActionFormMixin, Done, TodayMixin, act
from branch.school import actions, forms
from branch.school.models import SchoolDay, Term
from branch.school.models.calendar import Calendar
from branch.school.school_days import clashes_say

CHANGED = "各页上的周次十分钟内更新。"


class TermList(PermissionRequiredMixin, SortMixin, TodayMixin, ListView):
    """学期校历: the terms, each with its numbers of weeks and school days."""

    permission_required = "school.view_term"
    queryset = Term.objects.all()
    template_name = "school/term_list.html"
    sorts = {"starts": Sort("开学", "starts_on"), "ends": Sort("结束", "ends_on")}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        terms = list(context["object_list"])
        calendar = Calendar.of_terms(terms)
        years = {year for term in terms for year in term.years_without_data}
        return context | {
            "rows": [(term, calendar.count(term)) for term in terms],
            "running": max(
                (term for term in terms if term.starts_on <= self.today),
                key=lambda term: term.starts_on,
                default=None,
            ),
            "unknown_years": sorted(years),
        }


class TermDetail(PermissionRequiredMixin, TodayMixin, DetailView):
    """A term by weeks, with official holidays and the school's own days."""

    permission_required = "school.view_term"
    queryset = Term.objects.all()
    template_name = "school/term_detail.html"

    def get_context_data(self, **kwargs):
        term = self.object
        calendar = Calendar.of_terms([term])
        return super().get_context_data(
            weeks=calendar.weeks(term),
            day_count=calendar.count(term),
            exam_count=calendar.exam_count(term),
            own_spans=calendar.own_spans(),
            unknown_years=term.years_without_data,
            **kwargs,
        )


class TermWrite(PermissionRequiredMixin, ActionFormMixin):
    permission_required = "school.change_term"
    form_class = forms.TermForm
    success_message = f"学期已保存，{CHANGED}"


class TermCreate(TermWrite, FormView):
    template_name = "school/term_create.html"

    def perform(self, form):
        return actions.record_term(by=self.request.user, **form.action_kwargs())


class TermUpdate(TermWrite, UpdateView):
    queryset = Term.objects.all()
    template_name = "school/term_update.html"

    def perform(self, form):
        return actions.revise_term(self.object, by=self.request.user, **form.action_kwargs())


class SchoolDayCreate(PermissionRequiredMixin, ActionFormMixin, FormView):
    """The form of days in the term that depart from the official calendar, or of exams."""

    permission_required = "school.change_term"
    form_class = forms.SchoolDayForm
    template_name = "school/day_form.html"

    @cached_property
    def term(self):
        return get_object_or_404(Term, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"term": self.term}

    def get_context_data(self, **kwargs):
        return super().get_context_data(term=self.term, **kwargs)

    def get_success_url(self):
        return self.term.get_absolute_url()

    def perform(self, form):
        facts = form.action_kwargs()
        day, until = facts.pop("day"), facts.pop("until")
        if until in (None, day):
            rows = [actions.record_school_day(day=day, **facts, by=self.request.user)]
        else:
            rows = actions.record_school_days(first=day, last=until, **facts, by=self.request.user)
        says = f"，标了 {len(rows)} 天" if len(rows) > 1 else ""
        clashes = clashes_say([row.day for row in rows])
        return Done(rows[0], message=f"校历已保存{says}。{clashes}")


@require_POST
@permission_required("school.change_term", raise_exception=True)
def day_remove(request, pk):
    """Delete a span of the school's own days, and return to its term."""
    school_day = get_object_or_404(SchoolDay, pk=pk)
    term = Term.objects.on(school_day.day)
    return act(
        request,
        lambda: actions.remove_school_day(school_day, on=timezone.localdate(), by=request.user),
        back=term.get_absolute_url() if term else "school:term-list",
        message="已删去，按法定安排计算。",
    )
