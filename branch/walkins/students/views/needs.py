"""Needs: raised, listed, closed."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView, UpdateView

from branch.core import access
from branch.core.sorting import Sort, SortMixin
from branch.core.views import (
    ActionFormMixin,
    FilterMixin,
    ShownMixin,
    VisibleToUserMixin,
)
from branch.school.models import SchoolClass
from branch.walkins.audience import audience_of
from branch.walkins.students import actions, forms
from branch.walkins.students.models import (
    Pairing,
    SupportNeed,
    students_to_raise_for,
    ways_to_propose,
)


class NeedList(
    PermissionRequiredMixin, SortMixin, FilterMixin, VisibleToUserMixin, ShownMixin, ListView
):
    permission_required = "walkins.view_supportneed"
    template_name = "walkins/need_list.html"
    paginate_by = 20
    sorts = {
        "student": Sort("学生", "student__name_keys"),
        "class": Sort("班级", "-entry_year", "class_number", "student__name_keys"),
        "kind": Sort("帮扶类别", "kind", "-entry_year", "class_number", choices=SupportNeed.Kind),
        "raised": Sort("提出日期", "raised_on"),
        "source": Sort("来源", "raised_as", "raised_on", choices=SupportNeed.RaisedAs),
    }

    @cached_property
    def filter(self):
        return forms.NeedFilter(self.request.GET, on=self.today)

    @cached_property
    def queryset(self):
        """Needs with the pairings the reader may open, and with how many there are in all."""
        visible = Pairing.objects.active().visible_to(self.request.user, on=self.today)
        running = Prefetch(
            "student__pairings", visible.select_related("member__staff"), to_attr="running"
        )
        rows = SupportNeed.objects.as_listed_on(self.today).with_pairing_count()
        return rows.prefetch_related(running)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(audience=audience_of("need"), **kwargs)
        needs = [need for need in context["object_list"] if need.is_open]
        waiting = [need.student_id for need in needs if not need.pairing_count]
        ways = ways_to_propose(self.request.user, waiting, on=self.today)
        for need in needs:
            need.proposal, need.may_propose = ways.get(need.student_id, (None, False))
        return context


class NeedCreate(PermissionRequiredMixin, ActionFormMixin, FormView):
    """Raise a need: the class first, then one of its students and a kind."""

    permission_required = "walkins.add_supportneed"
    form_class = forms.NeedForm
    template_name = "walkins/need_form.html"
    success_message = "帮扶需求已登记。"

    @cached_property
    def classes(self):
        classes = SchoolClass.objects.in_school_on(self.today)
        if self.request.user.has_perm("school.view_student"):
            return classes
        return classes.headed_by(self.request.user, on=self.today)

    @cached_property
    def choice(self):
        """The class to list; a head teacher with one class need not choose it."""
        is_asked = "school_class" in self.request.GET
        asked = self.request.GET if is_asked else {"school_class": _only(self.classes)}
        return forms.ClassChoice(asked, classes=self.classes, on=self.today)

    @cached_property
    def students(self):
        return students_to_raise_for(self.request.user, on=self.today)

    @cached_property
    def listed(self):
        """The students in the page: the class chosen, or the one found by search and sent."""
        if self.choice.is_narrowed:
            return list(self.choice.narrow(self.students).in_class_order())
        return list(
            self.students.filter(pk=forms.NeedSent(self.request.POST or self.drafted).chosen)
        )

    def get_form_kwargs(self):
        kwargs = {"students": self.students, "listed": self.listed, "on": self.today}
        return super().get_form_kwargs() | kwargs

    def get_context_data(self, **kwargs):
        access.note(self.request, "student", [student.pk for student in self.listed])
        return super().get_context_data(
            choice=self.choice, listed=self.listed, audience=audience_of("need"), **kwargs
        )

    def perform(self, form):
        return actions.raise_need(on=self.today, by=self.request.user, **form.action_kwargs())


def _only(classes):
    first = [school_class.pk for school_class in classes[:2]]
    return first[0] if len(first) == 1 else None


class NeedClose(
    PermissionRequiredMixin, ActionFormMixin, VisibleToUserMixin, ShownMixin, UpdateView
):
    permission_required = "walkins.change_supportneed"
    form_class = forms.NeedCloseForm
    template_name = "walkins/need_close.html"
    success_message = "帮扶需求已办结。"

    @cached_property
    def queryset(self):
        return SupportNeed.objects.as_listed_on(self.today)

    def perform(self, form):
        return actions.close_need(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )
