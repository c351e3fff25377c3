"""The pages on which head teachers and the committee read families and correct them by hand."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, UpdateView

from branch.core import access
from branch.core.cards import cards
from branch.core.views import ActionFormMixin, AskMixin, Done, TodayMixin, VisibleToUserMixin
from branch.school import actions, forms
from branch.school.cards import FamilyCard
from branch.school.models import Enrolment, Family, Guardian, HeadTeacherPost, Student


class FamilyMixin(PermissionRequiredMixin, TodayMixin):
    """A page of one family; the children whom the user may read are named on it, and noted as read."""

    permission_required = "school.view_guardian"

    def get_queryset(self):
        return Family.objects.visible_to(self.request.user, on=self.today)

    @cached_property
    def children(self):
        rows = Student.objects.private_to(self.request.user, on=self.today)
        rows = rows.filter(family=self.object.pk).with_class_on(self.today)
        return list(rows.order_by("number"))

    def get_context_data(self, **kwargs):
        access.note(self.request, "student", [child.pk for child in self.children])
        name = f"{self.children[0]}家" if self.children else str(self.object)
        return super().get_context_data(name=name, **kwargs)


class FamilyDetail(FamilyMixin, DetailView):
    template_name = "school/family_detail.html"

    def get_context_data(self, **kwargs):
        family, user, today = self.object, self.request.user, self.today
        here = set(family.students.on_roll_on(today).values_list("pk", flat=True))
        heads = _heads_of(self.children, today)
        return super().get_context_data(
            children=[
                (child, child.class_name_on(today), heads.get(_class_key(child)))
                for child in self.children
            ],
            here_count=len(here),
            hidden_count=len(here - {child.pk for child in self.children}),
            guardians=list(family.guardians.all()),
            cards=cards(FamilyCard, family, self.children, user=user, on=today),
            is_whole=Family.objects.whole_to(user, on=today).filter(pk=family.pk).exists(),
            **kwargs,
        )


def _class_key(child):
    return child.entry_year, child.class_number


def _heads_of(children, day):
    """{key of a class: its head teacher} on the day, for the classes of the children."""
    classes = Enrolment.objects.active_on(day).filter(student__in=children).values("school_class")
    posts = HeadTeacherPost.objects.active_on(day).filter(school_class__in=classes)
    return {
        (post.school_class.entry_year, post.school_class.number): post.staff
        for post in posts.select_related("staff", "school_class")
    }


class FamilyWrite(FamilyMixin, ActionFormMixin, UpdateView):
    permission_required = "school.change_guardian"


class FamilyUpdate(FamilyWrite):
    """更正住址: the form of the address."""

    form_class = forms.AddressForm
    template_name = "school/family_update.html"
    success_message = "住址已保存。"

    def perform(self, form):
        return actions.revise_address(self.object, by=self.request.user, **form.action_kwargs())


class WholeFamilyMixin(FamilyMixin):
    """A page of a family of which the user may read every child."""

    def get_queryset(self):
        return Family.objects.whole_to(self.request.user, on=self.today)

    @cached_property
    def joinable(self):
        return Student.objects.joinable_by(self.request.user, on=self.today)


class RelativeChoice(WholeFamilyMixin, FormView):
    """合并家庭, first page: a child of the other family is chosen; it leads to the confirmation."""

    permission_required = "school.change_guardian"
    form_class = forms.RelativeForm
    template_name = "school/family_relative.html"

    @cached_property
    def object(self):
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        others = self.joinable.exclude(pk__in=self.object.students.values("pk"))
        return super().get_form_kwargs() | {"students": others, "on": self.today}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(object=self.object, **kwargs)
        shown = context["form"]["student"].offered
        access.note(self.request, "student", [student.pk for student in shown])
        return context

    def form_valid(self, form):
        child = form.cleaned_data["student"]
        return redirect("school:family-join", self.object.pk, child.pk)


class FamilyJoin(WholeFamilyMixin, AskMixin, FamilyWrite):
    """合并家庭, second page: what follows, and which address stays."""

    form_class, step = forms.JoinForm, "school.family_join"
    template_name = "school/family_join.html"
    success_message = "两家已合为一个家庭。合并错了，今天可以撤销。"

    @cached_property
    def child(self):
        return get_object_or_404(self.joinable, pk=self.kwargs["child"])

    def get(self, request, *args, **kwargs):
        """The page; for a child who is in the family by now, the page of the family."""
        if self.child.family_id == kwargs["pk"]:
            return redirect("school:family-detail", kwargs["pk"])
        return super().get(request, *args, **kwargs)

    @cached_property
    def asked_of(self):
        return actions.Joining(self.object, self.child)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"addresses": self.asked_of.addresses}

    def perform(self, form):
        kwargs = form.action_kwargs() | {"seen": self.seen}
        step = actions.join_families(
            self.object, self.child, on=self.today, by=self.request.user, **kwargs
        )
        return Done(self.object, link=step.tag)


class FamilySplit(WholeFamilyMixin, FamilyWrite):
    """分开家庭: the form that moves a child into a family of its own."""

    form_class = forms.SplitForm
    template_name = "school/family_split.html"
    success_message = "已分成两个家庭。"

    def get_form_kwargs(self):
        students = self.object.students.with_class_on(self.today).order_by("number")
        kwargs = {"students": students, "guardians": self.object.guardians.all(), "on": self.today}
        return super().get_form_kwargs() | kwargs

    def perform(self, form):
        own = actions.split_family(
            self.object, on=self.today, by=self.request.user, **form.action_kwargs()
        )
        return Done(own, address=own.get_absolute_url())


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
