"""联系班级: which member is linked to which class; a posting is added by hand, and ended."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView, UpdateView

from branch.core.sorting import Sort, SortMixin
from branch.core.views import ActionFormMixin, Done, TodayMixin, VisibleToUserMixin
from branch.school.models import SchoolClass, Staff
from branch.school.models.classes import GRADES
from branch.walkins.classes import actions, forms
from branch.walkins.classes.models import (
    ClassPosting,
    Taught,
    classes_shown_to,
    members_to_link,
    usual_start,
    with_posting_keys,
    with_postings,
)


@dataclass(frozen=True)
class Line:
    """A class of the list: its name, its head teacher, and (posting, sentence of its basis) of those beside it."""

    school_class: SchoolClass
    name: str
    head: Staff | None
    beside: list
    on: date

    @property
    def here(self):
        """Those of `beside` that hold on the day, of members who are here."""
        found = [pair for pair in self.beside if pair[0].is_active_on(self.on)]
        return [(posting, says) for posting, says in found if posting.is_member_here]

    @property
    def is_open(self):
        """Whether no member who is here is linked to it, now or from a later day."""
        return not any(posting.is_member_here for posting, _ in self.beside)


def lines_of(classes, *, on):
    """A `Line` for each of the classes `with_postings`."""
    found = [(one, posting) for one in classes for posting in one.beside]
    staff = {posting.member.staff_id for _, posting in found}
    staff |= {post.staff_id for one, _ in found for post in one.posts}
    taught = Taught([posting.from_on for _, posting in found], staff=staff)
    return [_line(one, taught, on=on) for one in classes]


def _line(school_class, taught, *, on):
    for posting in school_class.beside:
        posting.school_class = school_class
    beside = [
        (posting, taught.says(posting, head=_head(school_class, posting.from_on)))
        for posting in school_class.beside
    ]
    return Line(school_class, school_class.name_on(on), _head(school_class, on), beside, on)


def _head(school_class, day):
    held = (post for post in school_class.posts if post.is_active_on(day))
    return next((post.staff for post in held), None)


class ClassPostingList(PermissionRequiredMixin, SortMixin, TodayMixin, ListView):
    """联系班级: the classes by grade or by a column, for the committee all; else those one heads or is linked to."""

    permission_required = "walkins.view_classposting"
    template_name = "walkins/classposting_list.html"
    paginate_by = 50
    sorts = {
        "class": Sort("班级", "-entry_year", "number"),
        "member": Sort("联系党员", "member_keys"),
        "from": Sort("开始日期", "posted_on"),
    }

    def get_queryset(self):
        user, on = self.request.user, self.today
        classes = classes_shown_to(user, on=on)
        if self.sorting.key in ("member", "from"):
            classes = with_posting_keys(classes, user, on=on)
        return with_postings(classes, user, on=on)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        lines = lines_of(context["object_list"], on=self.today)
        if self.sorting.key:
            return context | {"grades": [("", lines)]}
        grades = groupby(lines, key=lambda line: line.school_class.grade_on(self.today))
        return context | {"grades": [(GRADES[grade], list(rows)) for grade, rows in grades]}


class ClassPostingCreate(PermissionRequiredMixin, ActionFormMixin, FormView):
    permission_required = "walkins.add_classposting"
    form_class = forms.ClassPostingForm
    template_name = "walkins/classposting_form.html"
    page_of_all = "walkins:classposting-list"

    def get_form_kwargs(self):
        user, on = self.request.user, self.today
        kwargs = {"classes": classes_shown_to(user, on=on), "members": members_to_link(on)}
        return super().get_form_kwargs() | kwargs | {"user": user, "on": on}

    def get_initial(self):
        known = forms.ClassPostingPrefill(self.request.GET)
        known.is_valid()
        return {"from_on": usual_start(self.today), **known.cleaned_data}

    def get_success_url(self):
        return reverse("walkins:classposting-list")

    def perform(self, form):
        posting = actions.start_class_posting(
            on=self.today, by=self.request.user, **form.action_kwargs()
        )
        name = posting.school_class.name_on(max(self.today, posting.from_on))
        basis = posting.get_basis_display()
        return Done(posting, message=f"已安排{posting.member}联系{name}，依据：{basis}。")


class ClassPostingEnd(PermissionRequiredMixin, ActionFormMixin, VisibleToUserMixin, UpdateView):
    """The last day of a posting; one that has not begun, or began today, is withdrawn."""

    permission_required = "walkins.end_classposting"
    form_class = forms.ClassPostingEndForm
    template_name = "walkins/classposting_end.html"

    @cached_property
    def queryset(self):
        rows = ClassPosting.objects.reaching(self.today).filter(is_ended=False)
        return rows.select_related("member__staff", "school_class")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"has_begun": self.object.has_begun_on(self.today)}

    def get_initial(self):
        return {"until_on": self.today}

    def get_context_data(self, **kwargs):
        name = self.object.school_class.name_on(self.today)
        has_begun = self.object.has_begun_on(self.today)
        return super().get_context_data(class_name=name, has_begun=has_begun, **kwargs)

    def get_success_url(self):
        return reverse("walkins:classposting-list")

    def perform(self, form):
        step = actions.end_class_posting(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )
        says = f"{self.object.member}不再联系{self.object.school_class.name_on(self.today)}。"
        return Done(self.object, message=f"{says}办错了，今天可以撤销。", link=step.tag)
