"""Finding people: one page for everyone who works here, and the source of the fields that search."""

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
from branch.core.views import TodayMixin
from branch.portal import people
from branch.portal.forms import OptionsForm, PeopleForm
from branch.school.finding import LEAST


class People(PermissionRequiredMixin, TodayMixin, TemplateView):
    """查找人员: the students one may meet, and the colleagues."""

    http_method_names = ["get", "head"]
    permission_required = "school.find_people"
    template_name = "portal/people.html"

    @cached_property
    def form(self):
        return PeopleForm(self.request.GET)

    def get_context_data(self, **kwargs):
        students, more_students = self._students()
        staff, more_staff = self._staff()
        access.note(self.request, "student", [one["student"].pk for one in students], "search")
        return super().get_context_data(
            form=self.form,
            students=students,
            staff=staff,
            more=people.MORE if more_students or more_staff else "",
            least=LEAST,
            **kwargs,
        )

    def _students(self):
        user, on = self.request.user, self.today
        known = people.students_known_to(user, on=on).matching(self.form.typed).nearest_first()
        found, has_more = people.first_of(people.with_pages(known, user, on=on))
        rows = [
            {
                "student": student,
                "class_name": student.class_name_on(on),
                "url": people.page_of(student, user),
                "members": [pairing.member for pairing in student.running],
                "is_mine": any(one.member.staff.user_id == user.pk for one in student.running),
            }
            for student in found
        ]
        return rows, has_more

    def _staff(self):
        """With the class each heads, named as of today."""
        user, on = self.request.user, self.today
        known = people.colleagues_of(user, on=on).found_by(user, self.form.typed).nearest_first()
        found, has_more = people.first_of(known)
        return [(one, people.posts_of(one, on=on)) for one in found], has_more


@require_safe
@permission_required("school.find_people", raise_exception=True)
def options(request):
    """The first twenty a field of a form may offer for what was typed into it."""
    form = OptionsForm(request.GET)
    if form.source not in people.SOURCES or not form.is_enough:
        return JsonResponse({"options": [], "says": LEAST})
    permission, find = people.SOURCES[form.source]
    if not request.user.has_perm(permission):
        raise PermissionDenied
    rows, offer = find(request.user, form.typed, on=timezone.localdate())
    found, has_more = people.first_of(rows)
    if form.source[0] == "student":
        access.note(request, "student", [student.pk for student in found], "search")
    offered = [asdict(offer(one)) for one in found]
    return JsonResponse({"options": offered, "says": people.MORE if has_more else ""})
