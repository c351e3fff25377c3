"""The pages of students: the list, a student, and the forms for each change."""

from datetime import timedelta

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, ListView, UpdateView

from branch.core import access
from branch.core.cards import cards
from branch.core.sorting import Sort, SortMixin
from branch.core.views import ActionFormMixin, AskMixin, FilterMixin, ShownMixin, VisibleToUserMixin
from branch.school import actions, forms
from branch.school.cards import StudentCard
from branch.school.models import FamilyNumber, Guardian, RollNumber, SchoolClass, Student

ONE_DAY = timedelta(days=1)


class StudentShownMixin(ShownMixin):
    """A page whose rows are students, noted as read."""

    def shown_ids(self, row):
        return [row.pk]


class StudentList(
    PermissionRequiredMixin,
    SortMixin,
    FilterMixin,
    VisibleToUserMixin,
    StudentShownMixin,
    ListView,
):
    permission_required = "school.view_schoolclass"
    queryset = Student.objects.all()
    template_name = "school/student_list.html"
    paginate_by = 30
    sorts = {
        "name": Sort("姓名", "name_keys"),
        "class": Sort("班级", "-entry_year", "class_number", "name_keys"),
    }

    @cached_property
    def filter(self):
        classes = SchoolClass.objects.in_school_on(self.today).visible_to(self.request.user)
        return forms.StudentFilter(self.request.GET, classes=classes, on=self.today)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        state = self.filter.chosen_state
        rows = [
            (row, row.class_name_on(self.today), row.standing_on(self.today) if state else "")
            for row in context["object_list"]
        ]
        states = dict(self.filter.states)
        return context | {
            "rows": rows,
            "state": state,
            "tabs": self.tabs_of("state", states, chosen=state),
            "says": states[state],
        }


class StudentDetail(PermissionRequiredMixin, VisibleToUserMixin, StudentShownMixin, DetailView):
    """A student with their classes and, if the user may read it, the family."""

    permission_required = "school.view_schoolclass"
    queryset = Student.objects.select_related("family")
    template_name = "school/student_detail.html"

    def get_context_data(self, **kwargs):
        student, today = self.object, self.today
        enrolments = list(student.enrolments.select_related("school_class"))
        private = Student.objects.private_to(self.request.user, on=today)
        return (
            super().get_context_data(**kwargs)
            | _placed(enrolments, today)
            | {
                "is_private": private.filter(pk=student.pk).exists(),
                "cards": cards(StudentCard, student, user=self.request.user, on=today),
                "roll_number": RollNumber.objects.in_term_of(today).filter(student=student).first(),
                "family_number": self._family_number(),
            }
            | self._family()
        )

    def _family_number(self):
        numbers = FamilyNumber.objects.in_term_of(self.today)
        return numbers.filter(family=self.object.family_id).first()

    def _family(self):
        """The guardians and siblings the user may read, and the number of other siblings."""
        student, user = self.object, self.request.user
        guardians = Guardian.objects.visible_to(user, on=self.today)
        guardians = list(guardians.filter(family=student.family_id).select_related("staff"))
        here = Student.objects.on_roll_with_class_on(self.today)
        children = here.filter(family=student.family_id).exclude(pk=student.pk)
        if not guardians or student.family_id is None:
            return {"guardians": guardians, "siblings": [], "hidden_count": 0}
        visible = list(children.visible_to(user, on=self.today))
        access.note(self.request, "student", [child.pk for child in visible])
        return {
            "guardians": guardians,
            "siblings": [(child, child.class_name_on(self.today)) for child in visible],
            "hidden_count": children.count() - len(visible),
        }


def _placed(enrolments, today):
    """Context on the enrolments: the present or last class, a note, and the row that has no last day."""
    begun = next((row for row in enrolments if row.from_on <= today), None)
    return {
        "history": [(row, row.class_name_on(today)) for row in enrolments],
        "class_name": begun.class_name_on(today) if begun else "",
        "standing": enrolments[0].standing_on(today) if enrolments else "未在班",
        "is_here": bool(begun and begun.is_active_on(today)),
        "running": next((row for row in enrolments if row.until_on is None), None),
    }


class StudentWrite(PermissionRequiredMixin, ActionFormMixin):
    """A form of the administrator that changes students or their classes."""

    permission_required = "school.change_roll"

    @cached_property
    def classes(self):
        return SchoolClass.objects.in_school_on(self.today)


class StudentCreate(StudentWrite, FormView):
    """新生入班: the form of a new student."""

    form_class = forms.AdmissionForm
    template_name = "school/student_create.html"
    success_message = "学生已登记入班。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"classes": self.classes, "on": self.today}

    def get_initial(self):
        return {"from_on": self.today}

    def perform(self, form):
        return actions.admit_student(by=self.request.user, **form.action_kwargs())


class StudentChange(StudentWrite, VisibleToUserMixin, StudentShownMixin, UpdateView):
    """A form that changes one student."""

    queryset = Student.objects.all()

    def get_context_data(self, **kwargs):
        enrolments = self.object.enrolments.select_related("school_class")
        return super().get_context_data(**_placed(list(enrolments), self.today), **kwargs)


class StudentUpdate(StudentChange):
    form_class = forms.StudentForm
    template_name = "school/student_update.html"
    success_message = "更正已保存。"

    def perform(self, form):
        return actions.correct_student(self.object, by=self.request.user, **form.action_kwargs())


class StudentMove(StudentChange):
    """转班、留级: the form of a move to another class."""

    form_class = forms.MoveForm
    template_name = "school/student_move.html"
    success_message = "转班已登记。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"classes": self.classes, "today": self.today}

    def get_initial(self):
        return {"on": self.today}

    def perform(self, form):
        actions.move_student(self.object, by=self.request.user, **form.action_kwargs())
        return self.object


class StudentLeave(AskMixin, StudentChange):
    form_class, step = forms.DepartureForm, "school.student_leave"
    template_name = "school/student_leave.html"
    success_message = "离校已登记。"

    def get_initial(self):
        return {"last_on": self.today}

    def perform(self, form):
        kwargs = form.action_kwargs() | {"seen": self.seen}
        actions.record_departure(self.object, on=self.today, by=self.request.user, **kwargs)
        return self.object


class StudentReturn(StudentChange):
    """返校: the form of a new enrolment of a student who left."""

    form_class = forms.EnrolForm
    template_name = "school/student_return.html"
    success_message = "返校已登记。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"classes": self.classes, "on": self.today}

    def get_initial(self):
        """Today; before a recorded last day, the day after it and the same class, which undoes the leaving."""
        leaving = self.object.enrolments.filter(until_on__gte=self.today).first()
        if leaving is None:
            return {"from_on": self.today}
        return {"from_on": leaving.until_on + ONE_DAY, "school_class": leaving.school_class_id}

    def perform(self, form):
        actions.enrol(self.object, by=self.request.user, **form.action_kwargs())
        return self.object
