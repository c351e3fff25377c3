"""交接 of a member's caseload, and 毕业 of the pairings of a class."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView, TemplateView

from branch.core import access
from branch.core.public import site_of
from branch.core.undo import steps_left_to
from branch.core.views import ActionFormMixin, Done, TodayMixin
from branch.members.models import Member
from branch.walkins.families import actions, forms
from branch.walkins.families.models import (
    Handover,
    graduating_classes,
    holding,
    members_to_hand_over,
    with_caseload,
)


class HandoverList(PermissionRequiredMixin, TodayMixin, ListView):
    """Members whose pairings are to be handed over, and the others who have some."""

    permission_required = "walkins.end_pairing"
    template_name = "walkins/handover_list.html"

    def get_queryset(self):
        return _listed(members_to_hand_over(self.today), self.today)

    def get_context_data(self, **kwargs):
        waiting = self.object_list.values("pk")
        others = _listed(holding(self.today).exclude(pk__in=waiting), self.today)
        return super().get_context_data(others=others, **kwargs)


def _listed(members, on):
    return with_caseload(members.as_listed_on(on)).in_roster_order()


class OfMember(PermissionRequiredMixin, TodayMixin):
    """A page of the hand-over of one member."""

    permission_required = "walkins.end_pairing"

    @cached_property
    def member(self):
        return get_object_or_404(Member.objects.as_listed_on(self.today), pk=self.kwargs["pk"])

    @cached_property
    def handover(self):
        return Handover(self.member, on=self.today, user=self.request.user)


class HandoverDetail(OfMember, ActionFormMixin, FormView):
    """A member's caseload, each line with who could take it over, and buttons that propose them."""

    form_class = forms.HandoverForm
    template_name = "walkins/handover_detail.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"handover": self.handover}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(member=self.member, handover=self.handover, **kwargs)
        access.note(self.request, "student", self.handover.shown_ids)
        form = context["form"]
        return context | {
            "parts": [
                (title, unit, lines, self.handover.counts(lines), _with_fields(lines, form))
                for title, unit, lines in (
                    ("学生结对", "名", self.handover.students),
                    ("家庭结对", "户", self.handover.families),
                )
            ],
            "open_count": len(self.handover.to_propose),
        }

    def perform(self, form):
        back = reverse("walkins:handover-detail", args=[self.member.pk])
        if line := form.kept:
            pairing = actions.call_off_handover(line.record, on=self.today, by=self.request.user)
            return Done(pairing, address=back, message=f"{line.name}不再交接，结对照旧。")
        made = actions.propose_handover(**form.action_kwargs(), on=self.today, by=self.request.user)
        names = "、".join(dict.fromkeys(str(row.member) for row in made))
        return Done(
            made[0],
            address=back,
            message=f"已请{names}接手，共 {len(made)} 项，等本人接受。",
        )


def _with_fields(lines, form):
    return [(line, form[line.key] if line.key in form.fields else None) for line in lines]


class HandoverPrint(OfMember, TemplateView):
    """交接单 on A4: classes and 学生编号, no names of students."""

    template_name = "walkins/handover_print.html"

    def get_context_data(self, **kwargs):
        handover, moment = self.handover, timezone.localtime()
        access.note(self.request, "student", handover.student_ids, "print")
        return super().get_context_data(
            member=self.member,
            site=site_of(self.request),
            columns=["类别", "班级", "编号", "接手党员", "情况"],
            rows=[_printed(*row) for row in handover.printed()],
            info=[f"移交：{self.member}", f"日期：{self.today}"],
            total=f"共 {len(handover.lines)} 项",
            fine=f"打印 {self.request.user} {moment:%Y-%m-%d %H:%M} · 只写班级和编号",
            **kwargs,
        )


STATES = {"done": "已接手", "asked": "已提出", "declined": "请换人", "waiting": "待交接"}


def _printed(kind, place, number, line):
    taker = line.proposal.member if line.state in ("asked", "done") else ""
    return [kind, place, number, str(taker), STATES[line.state]]


class Graduation(PermissionRequiredMixin, ActionFormMixin, FormView):
    """毕业: the pairings of the classes that graduate end; families with a younger child keep theirs."""

    permission_required = "walkins.end_pairing"
    form_class = forms.GraduationForm
    template_name = "walkins/graduation.html"

    @cached_property
    def classes(self):
        return graduating_classes(self.today)

    def get_form_kwargs(self):
        classes = [row[0] for row in self.classes]
        return super().get_form_kwargs() | {"classes": classes, "on": self.today}

    def get_initial(self):
        """The classes that have left already; the last grade is chosen by hand."""
        gone = [one.pk for one, *_ in self.classes if not one.is_in_school_on(self.today)]
        return {"classes": gone}

    def get_context_data(self, **kwargs):
        rows = [(one.name_on(self.today), *counts) for one, *counts in self.classes]
        steps = steps_left_to(self.request.user).open_on(self.today)
        steps = steps.filter(kind="classes.graduated").select_related("by")
        return super().get_context_data(rows=rows, steps=list(steps), **kwargs)

    def perform(self, form):
        address = reverse("walkins:graduation")
        step, says = actions.end_graduated(
            **form.action_kwargs(), on=self.today, by=self.request.user, address=address
        )
        return Done(address=address, message=f"已按毕业结束：{says}。", link=step.tag)
