"""Pages that raise needs for a whole class and edit its pupils, as an app would write them."""

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.response import SimpleTemplateResponse
from django.urls import include, path
from django.utils.functional import cached_property
from django.views.generic import FormView, UpdateView

from branch.core import access
from branch.core.forms import DateField, GridForm, RowForm, text_field
from branch.core.models import AuditEvent, SiteProfile
from branch.core.refusals import RowsRefused
from branch.core.views import ActionFormMixin, Done
from branch.school.models import Student
from branch.walkins.actions import raise_need
from branch.walkins.models import SupportNeed


class NeedRow(RowForm):
    kind = forms.ChoiceField(label="类别", choices=[("", "—"), *SupportNeed.Kind.choices])
    remark = forms.CharField(label="备注", required=False, max_length=20)


class NeedsForm(GridForm):
    row_form = NeedRow

    says = text_field(AuditEvent, "says", label="会议", required=True)


@transaction.atomic
def raise_needs(*, rows, says, on, by):
    """Raise a need for each of these students, or for none."""
    refusals = {}
    for student, typed in rows:
        try:
            raise_need(student=student, kind=typed["kind"], on=on, by=by)
        except ValidationError as refusal:
            refusals[student.pk] = refusal
    if refusals:
        raise RowsRefused(refusals)
    return AuditEvent.record(actor=by, verb="needs", target=SiteProfile.current(), says=says)


class NeedsCreate(PermissionRequiredMixin, ActionFormMixin, FormView):
    permission_required = "walkins.add_supportneed"
    form_class = NeedsForm

    @cached_property
    def students(self):
        return list(Student.objects.order_by("number"))

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"rows": self.students}

    def get_context_data(self, **kwargs):
        access.note(self.request, "student", [student.pk for student in self.students])
        return super().get_context_data(**kwargs)

    def render_to_response(self, context):
        return SimpleTemplateResponse("guangqin_forms/grid.html", {"form": context["form"]})

    def perform(self, form):
        raise_needs(on=self.today, by=self.request.user, **form.action_kwargs())
        return Done(address="/done/", message="已登记。")


class FactsRow(RowForm):
    born_on = DateField(label="出生日期", required=False)
    remark = forms.CharField(label="备注", required=False)


class FactsForm(GridForm):
    row_form = FactsRow

    def row_kwargs(self, row):
        return {"initial": {"born_on": row.born_on, "remark": row.remark}}


@transaction.atomic
def save_facts(*, rows):
    """Save the facts of these students; `Stale` where one was saved since the list was read."""
    for student, facts in rows:
        row = Student.objects.lock(student.pk, student.version)
        row.born_on, row.remark = facts["born_on"], facts["remark"]
        row.save()


class FactsUpdate(NeedsCreate):
    form_class = FactsForm

    def perform(self, form):
        save_facts(**form.action_kwargs())
        return Done(address="/done/")


class NeedsUpdate(NeedsCreate, UpdateView):
    """The same, of which somebody may have seen an older version of the pupil."""

    queryset = Student.objects.all()

    def perform(self, form):
        facts = form.action_kwargs()
        Student.objects.lock(self.object.pk, facts.pop("version"))
        return raise_needs(on=self.today, by=self.request.user, **facts)


urlpatterns = [
    path("needs/<int:pk>/", NeedsUpdate.as_view(), name="needs-update"),
    path("needs/", NeedsCreate.as_view(), name="needs"),
    path("facts/", FactsUpdate.as_view(), name="facts"),
    path("", include("guangqin.urls")),
]
