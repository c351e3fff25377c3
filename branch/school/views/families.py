"""The pages on which head teachers and the committee add, correct and call guardians."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import FormView, UpdateView

from branch.core import access
from branch.core.views import ActionFormMixin, VisibleToUserMixin
from branch.school import actions, forms
from branch.school.models import Guardian, Student


class GuardianWrite(PermissionRequiredMixin, ActionFormMixin):
    permission_required = "school.change_guardian"
    form_class = forms.GuardianForm
    template_name = "school/guardian_form.html"
    success_message = "监护人已保存。"

    def get_context_data(self, **kwargs):
        """The context; a child of another family named by the question is noted as read."""
        context = super().get_context_data(student=self.student, **kwargs)
        access.note(self.request, "student", [child.pk for child in context["form"].named])
        return context

    def get_success_url(self):
        return self.student.get_absolute_url()


class GuardianCreate(GuardianWrite, FormView):
    """The form for a guardian of a student whose family the user may read."""

    @cached_property
    def student(self):
        rows = Student.objects.private_to(self.request.user, on=self.today)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        access.note(self.request, "student", [self.student.pk])
        return super().get_context_data(**kwargs)

    def perform(self, form):
        return actions.record_guardian(
            self.student, on=self.today, by=self.request.user, **form.action_kwargs()
        )


class GuardianUpdate(GuardianWrite, VisibleToUserMixin, UpdateView):
    """The form of a guardian; it shows the telephone, so opening it is noted as a reveal."""

    queryset = Guardian.objects.all()

    def get_object(self, queryset=None):
        """The guardian; sets `student` to the first child of the family that the user may read."""
        guardian = super().get_object(queryset)
        children = Student.objects.private_to(self.request.user, on=self.today)
        self.student = children.filter(family=guardian.family_id).first()
        return guardian

    def get_context_data(self, **kwargs):
        access.note(self.request, "student", [self.student.pk], "reveal")
        return super().get_context_data(**kwargs)

    def perform(self, form):
        return actions.revise_guardian(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )


@require_POST
@permission_required("school.view_guardian", raise_exception=True)
def phone_reveal(request, pk):
    """显示电话: show the telephones on a page of their own, and note the reveal."""
    student = get_object_or_404(Student.objects.private_to(request.user), pk=pk)
    guardians = Guardian.objects.visible_to(request.user, on=timezone.localdate())
    reachable = guardians.filter(family=student.family_id).exclude(phone="")
    access.note(request, "student", [student.pk], "reveal")
    return render(request, "school/phone.html", {"student": student, "guardians": reachable})
