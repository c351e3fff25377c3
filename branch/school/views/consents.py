"""The pages of 肖像同意: the list of a class, and the paper on which guardians answer."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView, UpdateView

from branch.core import access
from branch.core.forms import MOST_ROWS
from branch.core.views import ActionFormMixin, Done, TodayMixin
from branch.school import actions, forms
from branch.school.consents import collected_by, last_saved, portrait_consent_of, year_says
from branch.school.models import SchoolClass

WITHDRAWN = "名单已保存。{} 名学生的家长不再同意：公开网页上有这{}名学生的图片，请告诉支委删除。"


class OfClassMixin(PermissionRequiredMixin, TodayMixin):
    """A page of a class of which the user keeps the list."""

    def get_queryset(self):
        classes = SchoolClass.objects.consents_kept_by(self.request.user, on=self.today)
        return classes.with_heads_on(self.today)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            class_name=self.object.name_on(self.today),
            year=year_says(self.today),
            due_on=collected_by(self.today),
            **kwargs,
        )


class ConsentUpdate(OfClassMixin, ActionFormMixin, UpdateView):
    """肖像同意: the answers of a class for the school year, filled in from the papers."""

    permission_required = "school.change_portraitconsent"
    form_class = forms.ConsentForm
    template_name = "school/consent_form.html"
    success_message = "名单已保存。"

    @cached_property
    def consent(self):
        return portrait_consent_of(self.object, self.request.user, on=self.today)

    @property
    def is_too_long(self):
        return len(self.consent.students) > MOST_ROWS

    def get_form_kwargs(self):
        rows = [] if self.is_too_long else self.consent.students
        return super().get_form_kwargs() | {"rows": rows}

    def get_context_data(self, **kwargs):
        shown = [] if self.is_too_long else self.consent.students
        access.note(self.request, "student", [student.pk for student in shown])
        return super().get_context_data(
            consent=self.consent,
            is_too_long=self.is_too_long,
            saved=last_saved(self.object, on=self.today),
            **kwargs,
        )

    def get_success_url(self):
        return self.request.path

    def perform(self, form):
        withdrawn = actions.record_consents(
            self.object,
            on=self.today,
            at=timezone.now(),
            by=self.request.user,
            **form.action_kwargs(),
        )
        return Done(self.object, message=_says(withdrawn))


def _says(withdrawn):
    return WITHDRAWN.format(withdrawn, "" if withdrawn == 1 else "几") if withdrawn else ""


class ConsentPaper(OfClassMixin, DetailView):
    """肖像使用同意书 to print: one page, the same for every pupil of the class, without names."""

    permission_required = "school.view_portraitconsent"
    template_name = "school/consent_print.html"

    def get_queryset(self):
        return super().get_queryset().with_roll_count_on(self.today)

    def get_context_data(self, **kwargs):
        """Once the day is past, the paper has a line to write another one on."""
        context = super().get_context_data(**kwargs)
        is_over = context["due_on"] < self.today
        return context | {"due_on": None if is_over else context["due_on"]}
