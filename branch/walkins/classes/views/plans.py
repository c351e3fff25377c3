"""Plans of which member is linked to which class: made, solved by a worker, changed by locks, published."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView

from branch.core.figures import figures
from branch.core.sorting import Sort, SortMixin
from branch.core.templatetags.portal_format import day as spoken_day
from branch.core.undo import steps_left_to
from branch.core.views import ActionFormMixin, Done, VisibleToUserMixin
from branch.school.models import SchoolClass, Term
from branch.walkins.classes import actions, forms
from branch.walkins.classes.comparison import Comparison
from branch.walkins.classes.inputs import candidates_on, first_day
from branch.walkins.classes.models import PlanLock, PostingPlan
from branch.walkins.figures import PLAN_WEIGHTS

RELOAD_SECONDS = 2
SOLVING = "正在计算，算好了这一页会自己更新。"
CHANGED = "这份方案刚被别人改过。下面是现在的方案，您的选择还在，请看过再办。"
FROM_TODAY = "方案已发布，从今天起执行，党员和班主任现在就能在班级页看到。"
FROM_THEN = "方案已发布，从 {}起执行，到那天党员和班主任在班级页看得到。"


class PlanPage(PermissionRequiredMixin):
    """A page of plans, which stand under 联系班级."""

    permission_required = "walkins.add_classposting"
    # whether it stands under the list of plans
    is_below_list = True

    def get_context_data(self, **kwargs):
        above = [("联系班级", "walkins:classposting-list")]
        above += [("分配方案", "walkins:plan-list")] if self.is_below_list else []
        above = [(label, reverse(name)) for label, name in above]
        return super().get_context_data(above=above, **kwargs)


class PlanList(PlanPage, SortMixin, VisibleToUserMixin, ListView):
    """分配方案 of each term, the latest first."""

    is_below_list = False
    template_name = "walkins/plan_list.html"
    paginate_by = 20
    sorts = {
        "term": Sort("学期", "term__starts_on"),
        "computed": Sort("计算时间", "computed_at"),
    }
    queryset = PostingPlan.objects.select_related("term", "started_by")

    def get_context_data(self, **kwargs):
        has_term = Term.objects.filter(ends_on__gte=self.today).exists()
        return super().get_context_data(has_term=has_term, **kwargs)


class PlanCreate(PlanPage, ActionFormMixin, FormView):
    """新建方案: the draft of a term, new or the one there is."""

    form_class = forms.TermForm
    template_name = "walkins/plan_form.html"
    success_message = SOLVING

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"on": self.today}

    def perform(self, form):
        term = form.cleaned_data["term"]
        return actions.start_plan(term=term, on=self.today, at=timezone.now(), by=self.request.user)


class PlanDetail(PlanPage, ActionFormMixin, FormView):
    """A plan compared with the postings before it, with a tick to lock each line, 重新计算 and 发布方案."""

    form_class = forms.PlanForm
    template_name = "walkins/plan_detail.html"
    success_message = SOLVING

    @cached_property
    def object(self):
        rows = PostingPlan.objects.select_related("term", "job").visible_to(self.request.user)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def day(self):
        """The day whose names and posts the page shows: the first one of the postings."""
        return self.object.begins_on or first_day(self.object.term, on=self.today)

    @cached_property
    def comparison(self):
        return Comparison(self.object, day=self.day) if self.object.computed_at else None

    @property
    def is_solving(self):
        return not self.object.job_is_over

    def get_form_kwargs(self):
        members = candidates_on(self.day).with_group_on(self.day).select_related("staff")
        return super().get_form_kwargs() | {
            "current": self.object,
            "pairs": self._pairs,
            "classes": SchoolClass.objects.in_school_on(self.day),
            "members": members.in_roster_order(),
            "user": self.request.user,
            "on": self.day,
        }

    def get_initial(self):
        return {"lock": [lock.key for lock in self.locks]}

    @cached_property
    def locks(self):
        return list(self.object.locks.select_related("member__staff", "school_class"))

    @cached_property
    def _shown_locks(self):
        """The locks of the plan, and those sent that were not computed yet."""
        sent = self.request.POST or self.drafted
        known = {lock.key for lock in self.locks}
        keys = set(sent.getlist("lock")) - known if sent else set()
        return [*self.locks, *(PlanLock.of_keys(keys) if keys else ())]

    @property
    def _pairs(self):
        """{key: 初二（3）班 周文静} of each pair that has a box."""
        shown = self.comparison.rows if self.comparison else []
        pairs = {row.key: f"{row.name} {row.line.member}" for row in shown if not row.line.cause}
        return pairs | {lock.key: lock.says_on(self.day) for lock in self._shown_locks}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        boxes = {box.data["value"]: box for box in context["form"]["lock"]}
        grades = self.comparison.grades if self.comparison else []
        unplaced = self.comparison.unplaced(self._shown_locks) if self.comparison else []
        return context | {
            "plan": self.object,
            "day": self.day,
            "compared": self.comparison,
            "grades": [
                (grade, [(row, boxes.get(row.key)) for row in rows]) for grade, rows in grades
            ],
            "unplaced": [(name, boxes[key]) for key, name in unplaced],
            "is_solving": self.is_solving,
            "reload_seconds": RELOAD_SECONDS,
            "weights": self._weights,
            "undo": self._undo,
            "is_published_now": self.is_published_now,
        }

    @property
    def _weights(self):
        """(label, value, unit) of each figure that the planner is given."""
        values = figures(*PLAN_WEIGHTS, on=self.today)
        return [
            (spec.label, value, spec.unit) for spec, value in zip(PLAN_WEIGHTS, values, strict=True)
        ]

    @property
    def _undo(self):
        """The step of today by which the plan was published, if the user may undo it."""
        return steps_left_to(self.request.user).open_on(self.today).of(self.object).first()

    def render_to_response(self, context, **kwargs):
        is_read = self.request.method == "GET"
        headers = {"Refresh": str(RELOAD_SECONDS)} if self.is_solving and is_read else {}
        return super().render_to_response(context, headers=headers, **kwargs)

    @property
    def is_published_now(self):
        """Whether the button was 发布方案; the form is the same, so that no tick is left behind."""
        return "publish" in self.request.POST

    def perform(self, form):
        facts = form.action_kwargs() | {"on": self.today, "by": self.request.user}
        if not self.is_published_now:
            return Done(actions.solve_again(self.object, at=timezone.now(), **facts))
        actions.publish_plan(self.object, **facts)
        starts_today = self.day == self.today
        message = FROM_TODAY if starts_today else FROM_THEN.format(spoken_day(self.day))
        return Done(self.object, message=message)

    def _conflict(self, form, current):
        """Show the plan as it is now, with the choices that were sent."""
        form.add_error(None, CHANGED)
        form.rebased_on(self.object)
        return self.render_to_response(self.get_context_data(form=form), status=409)
