"""家访 by the batch: the head teacher ticks the pupils called on, with one day and one way."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView

from branch.core import access
from branch.core.periods import school_year
from branch.core.views import ActionFormMixin, Done
from branch.school.models import HeadTeacherPost, SchoolClass, Staff
from branch.walkins.families import actions, forms
from branch.walkins.families.models import (
    students_to_visit,
    visit_rules,
    visitors_named_by,
    with_last_visit,
)


class VisitBatch(PermissionRequiredMixin, ActionFormMixin, FormView):
    """按批家访: the pupils of one's class, or of a class that the committee chooses."""

    permission_required = "walkins.add_homevisit"
    form_class = forms.ClassBatchForm
    template_name = "walkins/visit_batch.html"

    @cached_property
    def classes(self):
        if self.request.user.has_perm("walkins.add_familypairing"):
            return SchoolClass.objects.in_school_on(self.today)
        return SchoolClass.objects.headed_by(self.request.user, on=self.today)

    @cached_property
    def choice(self):
        """The class to list; a head teacher with one class need not choose it."""
        asked = self.request.GET.copy()
        if "school_class" not in asked and len(self.classes) == 1:
            asked["school_class"] = self.classes[0].pk
        return forms.ClassChoice(asked, classes=self.classes, on=self.today)

    @cached_property
    def with_phone(self):
        return visit_rules(self.today)["with_phone"]

    @cached_property
    def students(self):
        """The pupils of the class whom the user may visit."""
        students = students_to_visit(self.request.user, on=self.today)
        if (chosen := self.choice.chosen) is None:
            return students.none()
        return students.filter(entry_year=chosen.entry_year, class_number=chosen.number)

    @cached_property
    def listed(self):
        """The same by 学号, those not called on this school year first."""
        rows = with_last_visit(self.students, with_phone=self.with_phone)
        rows = list(rows.order_by("number"))
        for student in rows:
            last, year = student.last_visited_on, school_year(self.today)
            student.is_visited = last is not None and last >= year.start
        unvisited = [student for student in rows if not student.is_visited]
        if self.choice.shows_unvisited:
            return unvisited
        return unvisited + [student for student in rows if student.is_visited]

    def get_form_kwargs(self):
        user, on = self.request.user, self.today
        return super().get_form_kwargs() | {
            "students": self.students,
            "listed": self.listed,
            "visitors": visitors_named_by(user, on=on),
            "with_phone": self.with_phone,
            "user": user,
            "on": on,
        }

    def get_initial(self):
        return {"happened_on": self.today, "visitor": self._visitor}

    @property
    def _visitor(self):
        """The head teacher of the class, else the user."""
        posts = HeadTeacherPost.objects.opening_on(self.today)
        post = posts.filter(school_class=self.choice.chosen).first()
        if post:
            return post.staff_id
        own = Staff.objects.working_on(self.today).filter(user=self.request.user).first()
        return own and own.pk

    def get_context_data(self, **kwargs):
        access.note(self.request, "student", [student.pk for student in self.listed])
        context = super().get_context_data(choice=self.choice, **kwargs)
        unvisited = sum(not student.is_visited for student in self.listed)
        return context | {
            "lines": list(zip(self.listed, context["form"]["students"], strict=True)),
            "tabs": self._tabs(unvisited),
            "classes": self.classes,
            "chosen": self.choice.chosen,
            "class_name": self.choice.chosen and self.choice.chosen.name_on(self.today),
        }

    def _tabs(self, unvisited):
        return [
            {"label": "全部", "value": "", "current": not self.choice.shows_unvisited},
            {
                "label": f"本学年还没有家访 {unvisited}",
                "value": "unvisited",
                "current": self.choice.shows_unvisited,
            },
        ]

    def perform(self, form):
        batch = actions.record_batch(on=self.today, by=self.request.user, **form.action_kwargs())
        return Done(address=self._address, message=recorded_says(batch, "家访", on=self.today))

    @property
    def _address(self):
        return f"{reverse('walkins:visit-batch')}?school_class={self.choice.chosen.pk}"


def recorded_says(batch, called, *, on):
    """已登记家访 8 户。2 户这一天已有记录，没有再存。"""
    left_out = f"{batch.left_out} 户这一天已有记录，没有再存。" if batch.left_out else ""
    planned = batch.still_planned(on=on)
    stays = f"其中 {planned} 户另有约好的一次还在，不用再去的请点“没有走成”。" if planned else ""
    return f"已登记{called} {len(batch.visits)} 户。{left_out}{stays}"
