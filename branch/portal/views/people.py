"""The page for finding people, the names its box offers, and the JSON options of searching form fields."""

from dataclasses import asdict

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from branch.core import access
from branch.core.contributions import OptionSource
from branch.core.views import TodayMixin
from branch.portal import people
from branch.portal.forms import OptionsForm, PeopleForm
from branch.school.finding import TOO_SHORT


class People(PermissionRequiredMixin, TodayMixin, TemplateView):
    """查找人员: the students and colleagues that match, of those the user may see."""

    http_method_names = ["get", "head"]
    permission_required = "school.find_people"
    template_name = "portal/people.html"

    @cached_property
    def form(self):
        return PeopleForm(self.request.GET)

    def get_context_data(self, **kwargs):
        lists = people.search(self.request.user, self.form.typed, on=self.today)
        for found in lists:
            access.note(self.request, "student", found.student_ids, "search")
        return super().get_context_data(
            form=self.form,
            lists=lists,
            more=people.MORE if any(found.has_more for found in lists) else "",
            least=TOO_SHORT,
            **kwargs,
        )


@require_safe
@permission_required("school.find_people", raise_exception=True)
def names(request):
    """The names that the search box offers for the text typed into it, of people the user may see."""
    form, found, student_ids = PeopleForm(request.GET), [], []
    if form.is_enough:
        found, student_ids = people.names(request.user, form.typed, on=timezone.localdate())
    access.note(request, "student", student_ids, "search")
    return JsonResponse({"names": found})


@require_safe
@permission_required("school.find_people", raise_exception=True)
def options(request):
    """The first matches that a form field offers for the text typed into it."""
    form = OptionsForm(request.GET)
    if form.source not in OptionSource.registry or not form.is_enough:
        return JsonResponse({"options": [], "says": TOO_SHORT})
    source, on = OptionSource.of(form.source), timezone.localdate()
    if not request.user.has_perm(source.permission):
        raise PermissionDenied
    found, says = people.offer(source, request.user, form.typed, on=on)
    access.note(request, "student", source.student_ids(found), "search")
    offered = [asdict(source.option(row, on=on)) for row in found]
    return JsonResponse({"options": offered, "says": says})
