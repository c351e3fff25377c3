"""班级页: a class for its head teacher and the committee, and without its roll for the members linked to it."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.views.generic import DetailView

from branch.core import access
from branch.core.views import TodayMixin
from branch.walkins.audience import audience_of
from branch.walkins.classes import forms
from branch.walkins.classes.agenda import agenda
from branch.walkins.classes.models import (
    classes_read_whole_by,
    classes_shown_to,
    counts_for_linked,
    counts_of,
    pairs_of,
    roll_of,
    with_postings,
    with_running_pairings,
)
from branch.walkins.classes.months import course_of

from .postings import lines_of

LISTED = 50


class ClassDetail(PermissionRequiredMixin, TodayMixin, DetailView):
    """One address for both readers; what a linked member is not to see is not read for that page at all."""

    permission_required = "walkins.view_classposting"

    def get_queryset(self):
        user, on = self.request.user, self.today
        return with_postings(classes_shown_to(user, on=on), user, on=on)

    @cached_property
    def is_whole(self):
        """Whether the reader may read the roll."""
        whole = classes_read_whole_by(self.request.user, on=self.today)
        return whole.filter(pk=self.object.pk).exists()

    def get_template_names(self):
        return ["walkins/class_page.html" if self.is_whole else "walkins/class_page_linked.html"]

    def get_context_data(self, **kwargs):
        (line,) = lines_of([self.object], on=self.today)
        course = course_of(self.object, on=self.today)
        own = self._whole(course) if self.is_whole else self._linked()
        return super().get_context_data(line=line, course=course, **own, **kwargs)

    def _whole(self, course):
        user, on = self.request.user, self.today
        pupils = roll_of(self.object, user, on=on)
        counts = counts_of(pupils)
        chosen = forms.RollFilter(self.request.GET)
        count = chosen.count_of(chosen.state_shown, counts)
        page = Paginator(range(count), LISTED).get_page(chosen.page_shown)
        first = max(page.start_index() - 1, 0)
        listed = with_running_pairings(chosen.narrow(pupils), user, on=on)
        listed = list(listed[first : first + LISTED])
        due = agenda(self.object, user, pupils=pupils, counts=counts, course=course, on=on)
        named = [pk for one in due for pk in one.student_ids]
        access.note(self.request, "student", [*named, *(pupil.pk for pupil in listed)])
        audience = f"{audience_of('class roll')}联系党员只看到班主任、团辅和合计数。帮扶类别、家庭情况不在名册上显示。"
        shown = {"audience": audience, "counts": counts, "tabs": chosen.tabs(counts), "due": due}
        return shown | {"pupils": listed, "page_obj": page}

    def _linked(self):
        """Counts of what is due, and the names of those with whom the reader is paired."""
        user, on = self.request.user, self.today
        pupils, families = pairs_of(self.object, user, on=on)
        named = [pairing.student_id for pairing in pupils]
        named += [child.pk for pairing in families for child in pairing.children]
        access.note(self.request, "student", named)
        counts = counts_for_linked(self.object, on=on)
        return {"counts": counts, "pupils": pupils, "families": families}
