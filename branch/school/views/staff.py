"""The pages of staff: read by every colleague, changed by the administrator."""

from itertools import groupby

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, ListView, UpdateView

from branch.core.sorting import Sort, SortMixin
from branch.core.views import ActionFormMixin, AskMixin, FilterMixin, VisibleToUserMixin, act
from branch.school import actions, forms
from branch.school.models import Staff, Teaching, Term


class StaffList(PermissionRequiredMixin, SortMixin, FilterMixin, VisibleToUserMixin, ListView):
    permission_required = "school.find_people"
    template_name = "school/staff_list.html"
    paginate_by = 30
    sorts = {"name": Sort("姓名", "name_keys")}

    @cached_property
    def filter(self):
        return forms.StaffFilter(self.request.GET, user=self.request.user, on=self.today)

    @cached_property
    def queryset(self):
        return Staff.objects.with_work_on(self.today)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(is_left=self.filter.is_left, tabs=self._tabs(), **kwargs)
        rows = context["object_list"]
        return context | {
            "rows": [
                (row, _taught(row.taught, self.today), _headed(row, self.today)) for row in rows
            ]
        }

    def _tabs(self):
        states = dict(self.filter.fields["state"].choices)
        return self.tabs_of("state", states, chosen="left" if self.filter.is_left else "")


def _taught(teachings, on):
    """(subject, classes) of each subject, as (数学, 初二（1）班、初二（2）班)."""
    return [
        (subject, "、".join(row.school_class.name_on(on) for row in rows))
        for subject, rows in groupby(teachings, key=lambda row: row.subject)
    ]


def _headed(staff, on):
    return "、".join(post.school_class.name_on(on) for post in staff.headed)


class StaffDetail(PermissionRequiredMixin, VisibleToUserMixin, DetailView):
    """A colleague with subjects and classes; the template shows more to those with `view_staff`."""

    permission_required = "school.find_people"
    queryset = Staff.objects.all()
    template_name = "school/staff_detail.html"

    def get_context_data(self, **kwargs):
        posts = self.object.head_posts.select_related("school_class")
        current, *earlier = _terms_of(self.object, self.today)
        return super().get_context_data(
            current=current,
            earlier=earlier,
            posts=[(post, _class_of(post, self.today)) for post in posts],
            **kwargs,
        )


def _terms_of(staff, on):
    """(term, teachings) of the current term, which may be empty, then of the earlier ones."""
    now = Term.objects.on(on)
    rows = Teaching.objects.filter(staff=staff).select_related("term", "subject", "school_class")
    rows = rows.in_order()
    by_term = {now: []} if now else {None: []}
    for row in sorted(rows, key=lambda row: row.term.starts_on, reverse=True):
        by_term.setdefault(row.term, []).append(row)
    return [
        (term, _taught(taught, term.starts_on if term else on)) for term, taught in by_term.items()
    ]


def _class_of(post, on):
    """The name of the class on the last day of the post, or today."""
    return post.school_class.name_on(min(post.until_on or on, on))


class StaffWrite(PermissionRequiredMixin, ActionFormMixin):
    permission_required = "school.change_staff"
    form_class = forms.StaffForm
    template_name = "school/staff_form.html"
    success_message = "教职工信息已保存。"


class StaffCreate(StaffWrite, FormView):
    template_name = "school/staff_create.html"

    def perform(self, form):
        return actions.record_staff(by=self.request.user, **form.action_kwargs())


class StaffUpdate(StaffWrite, VisibleToUserMixin, UpdateView):
    queryset = Staff.objects.select_related("user")
    template_name = "school/staff_update.html"

    def perform(self, form):
        return actions.revise_staff(self.object, by=self.request.user, **form.action_kwargs())


class StaffLeave(AskMixin, StaffWrite, VisibleToUserMixin, UpdateView):
    """离校: the form of the last day, which shows what ends with it."""

    queryset = Staff.objects.select_related("user")
    form_class, step = forms.LeavingForm, "school.staff_leave"
    template_name = "school/staff_leave.html"
    success_message = "离校已登记。"

    def get_initial(self):
        return {"until_on": self.today}

    def perform(self, form):
        kwargs = form.action_kwargs() | {"seen": self.seen}
        return actions.record_leaving(self.object, on=self.today, by=self.request.user, **kwargs)


@require_POST
@permission_required("school.change_staff", raise_exception=True)
def staff_return(request, pk):
    """返校: the button on the page of a colleague who left."""
    staff = get_object_or_404(Staff.objects.visible_to(request.user), pk=pk)
    return act(
        request,
        lambda: actions.record_return(staff, on=timezone.localdate(), by=request.user),
        back=staff.get_absolute_url(),
        message="已登记返校，可以重新登录；角色和班主任另行安排。",
    )
