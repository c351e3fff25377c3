"""The pages of classes: the list, a class as of a day, its print, and the head teacher's form."""

from itertools import groupby

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView, ListView, UpdateView

from branch.core import access
from branch.core.cards import cards
from branch.core.sorting import Sort, SortMixin
from branch.core.views import ActionFormMixin, Done, TodayMixin, VisibleToUserMixin
from branch.school import actions, forms
from branch.school.cards import ClassCard
from branch.school.models import SchoolClass, Staff, Student, Teaching, Term
from branch.school.models.classes import GRADES

ONLY_NOW = "只列现在仍在本班的学生。"


class OnADay(TodayMixin):
    """A page as of the day in the query string, else of today; the template has the form as `filter`."""

    @cached_property
    def filter(self):
        return forms.DayFilter(self.request.GET, today=self.today)

    @property
    def day(self):
        return self.filter.day

    def get_context_data(self, **kwargs):
        return super().get_context_data(filter=self.filter, day=self.day, **kwargs)


class ClassList(PermissionRequiredMixin, SortMixin, OnADay, VisibleToUserMixin, ListView):
    """班级: the classes of a day with head teachers and numbers of students, by grade unless a column sorts them."""

    permission_required = "school.view_schoolclass"
    template_name = "school/class_list.html"
    sorts = {
        "class": Sort("班级", "-entry_year", "number"),
        "head": Sort("班主任", "head_keys"),
    }

    @cached_property
    def queryset(self):
        classes = SchoolClass.objects.in_school_on(self.day)
        if self.sorting.key == "head":
            classes = classes.with_head_keys_on(self.day)
        return classes.with_roll_count_on(self.day).with_heads_on(self.day)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        classes = [(row, row.name_on(self.day)) for row in context["object_list"]]
        groups = [("全部班级", classes)] if self.sorting.key else _by_grade(classes, self.day)
        return context | {"groups": [(name, rows, _roll_of(rows)) for name, rows in groups]}


def _by_grade(classes, day):
    """(grade, its classes) of classes with their names."""
    for grade, rows in groupby(classes, key=lambda pair: pair[0].grade_on(day)):
        yield GRADES[grade], list(rows)


def _roll_of(classes):
    return sum(row.roll_count for row, _ in classes)


class ClassPage(PermissionRequiredMixin, OnADay, VisibleToUserMixin, DetailView):
    """A class as of a day, with those of its students whom the user may see."""

    permission_required = "school.view_schoolclass"
    shown_action = "view"

    @cached_property
    def queryset(self):
        return SchoolClass.objects.with_heads_on(self.day)

    def get_context_data(self, **kwargs):
        roll = Student.objects.visible_to(self.request.user, on=self.today)
        students = list(roll.in_classes([self.object], on=self.day).order_by("number"))
        ids = [student.pk for student in students]
        access.note(self.request, "student", ids, self.shown_action)
        return super().get_context_data(
            students=students,
            class_name=self.object.name_on(self.day),
            is_whole=self._is_whole,
            only_now="" if self._is_whole else ONLY_NOW,
            **kwargs,
        )

    @property
    def _is_whole(self):
        """Whether the list has every student: a head teacher sees only those in the class today."""
        return self.day == self.today or self.request.user.has_perm("school.view_student")


class ClassDetail(ClassPage):
    template_name = "school/class_detail.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        term = Term.objects.on(self.day)
        taught = Teaching.objects.filter(term=term, school_class=self.object)
        return context | {
            "term": term,
            "subjects": _by_subject(taught.select_related("subject", "staff").in_order()),
            "posts": list(self.object.head_posts.select_related("staff")),
            "counts": _counted(context["students"]),
            "cards": cards(ClassCard, self.object, user=self.request.user, on=self.today),
            "keeps_consents": self.object.is_consent_kept_by(self.request.user, on=self.today),
        }


def _by_subject(teachings):
    """(subject, teachers) of each subject."""
    for subject, rows in groupby(teachings, key=lambda row: row.subject):
        yield subject, [row.staff for row in rows]


def _counted(students):
    """The number of students by gender, as 男 20 名、女 18 名."""
    genders = [student.get_gender_display() for student in students]
    found = [(label, genders.count(label)) for label in ("男", "女")]
    return "、".join(f"{label} {count} 名" for label, count in found if count)


class ClassPrint(ClassPage):
    """班级名单 to print on A4."""

    template_name = "school/class_print.html"
    shown_action = "print"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        moment = timezone.localtime()
        heads = "、".join(post.staff.name for post in self.object.heads)
        return context | {
            "columns": ["姓名", "性别", "学号尾号", "备注"],
            "lines": [
                [row.name, row.get_gender_display(), row.number_tail, ""]
                for row in context["students"]
            ],
            "info": [f"日期：{self.day}", f"班主任：{heads or '未登记'}"],
            "total": context["only_now"] or f"合计 {len(context['students'])} 名",
            "fine": f"打印 {self.request.user} {moment:%Y-%m-%d %H:%M} · 内部资料",
        }


class HeadAppoint(PermissionRequiredMixin, ActionFormMixin, VisibleToUserMixin, UpdateView):
    """任命班主任: the form for a new head teacher."""

    permission_required = "school.change_roll"
    queryset = SchoolClass.objects.all()
    form_class = forms.HeadForm
    template_name = "school/head_form.html"

    def get_form_kwargs(self):
        staff = Staff.objects.staying()
        needed = {"staff": staff, "user": self.request.user, "on": self.today}
        return super().get_form_kwargs() | needed

    def get_initial(self):
        return {"from_on": self.today}

    def get_context_data(self, **kwargs):
        posts = self.object.head_posts.select_related("staff")
        return super().get_context_data(
            class_name=self.object.name_on(self.today),
            post=posts.filter(until_on=None).first(),
            **kwargs,
        )

    def perform(self, form):
        by = self.request.user
        post = actions.appoint_head(school_class=self.object, by=by, **form.action_kwargs())
        for answered in form.answered:
            answered.store(post, on=self.today, by=by)
        name = self.object.name_on(max(post.from_on, self.today))
        found = [answered.finding.says for answered in form.answered]
        says = f"{post.staff}任{name}班主任，{post.from_on} 起，已登记。"
        return Done(self.object, message="".join([says, *found]))
