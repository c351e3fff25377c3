"""Goals and 学习情况: what the page of a pairing shows of them, and their forms and buttons."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from branch.core.forms import VersionForm
from branch.core.undo import offer_undo
from branch.core.views import ActionFormMixin, Done, ShownMixin, act
from branch.walkins.audience import audience_of, reader_of
from branch.walkins.students import actions, forms
from branch.walkins.students.models import Goal, GoalStep, Pairing

from .trends import SCALE, trends_of

NOT_MEANT = "记错了，今天可以撤销。"


def goals_and_progress(pairing, user, *, on, tries=()):
    """What the page of a pairing shows of its goals and of 学习情况; needs `as_listed_on` and `with_rights_of`.

    It offers the undo of these and of the tries, in one query.
    """
    goals = list(pairing.goals.as_listed_on(on))
    closed = [goal for goal in goals if not goal.is_open]
    rows = list(pairing.progress.select_related("subject"))
    offer_undo([*goals, *rows, *tries], user, on=on)
    return {
        "open_goals": [goal for goal in goals if goal.is_open],
        "closed_goals": closed,
        "is_closed_today": any(goal.undo for goal in closed),
        "goal_states": GoalStep.State.choices,
        "may_set_goals": pairing.may_lead,
        "trends": trends_of(rows),
        "scale": SCALE,
        "progress_rows": rows[::-1],
        "progress_of_today": [row for row in rows if row.undo],
        "has_progress": bool(rows) or pairing.is_for_learning,
        "may_record_progress": pairing.is_for_learning and pairing.may_follow,
    }


class OfPairing(PermissionRequiredMixin, ActionFormMixin, ShownMixin, FormView):
    """A form about one pairing that the user may write about."""

    def shown_ids(self, pairing):
        return [pairing.student_id]

    @cached_property
    def pairing(self):
        rows = Pairing.objects.as_listed_on(self.today).filter(pk__in=self.writable.values("pk"))
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def audience(self):
        return audience_of("contact", reader=reader_of(self.pairing, self.request.user))

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"audience": self.audience}

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.pairing, **kwargs)


class GoalCreate(OfPairing):
    permission_required = "walkins.add_goal"
    form_class = forms.GoalForm
    template_name = "walkins/goal_form.html"
    success_message = f"目标已定下。{NOT_MEANT}"

    @property
    def writable(self):
        return Pairing.objects.led_by(self.request.user)

    def get_form_kwargs(self):
        kinds = {need.kind for need in self.pairing.needs_then}
        return super().get_form_kwargs() | {"kinds": kinds}

    def get_context_data(self, **kwargs):
        full = actions.most_goals_says(self.pairing.pk, on=self.today)
        return super().get_context_data(full=full, **kwargs)

    def perform(self, form):
        step = actions.set_goal(
            self.pairing, on=self.today, by=self.request.user, **form.action_kwargs()
        )
        return Done(self.pairing, address=_goals_on(self.pairing.pk), link=step.tag)


class ProgressCreate(OfPairing):
    """记一次学习情况: asks for the subject and the band; the day is today."""

    permission_required = "walkins.add_progress"
    form_class = forms.ProgressForm
    template_name = "walkins/progress_form.html"

    @property
    def writable(self):
        return Pairing.objects.followed_by(self.request.user, on=self.today)

    def get_initial(self):
        known = forms.ProgressPrefill(self.request.GET)
        known.is_valid()
        return {"happened_on": self.today, **known.cleaned_data}

    def perform(self, form):
        step = actions.record_progress(
            self.pairing, on=self.today, by=self.request.user, **form.action_kwargs()
        )
        says = f"{form.cleaned_data['subject']}的学习情况已记录。{NOT_MEANT}"
        address = f"{self.pairing.get_absolute_url()}#progress"
        return Done(self.pairing, address=address, message=says, link=step.tag)


def _goals_on(pairing_id):
    return f"{Pairing(pk=pairing_id).get_absolute_url()}#goals"


@require_POST
@permission_required("walkins.add_goal", raise_exception=True)
def goal_step(request, pk, goal_pk):
    """One tap on 还没有, 有进步 or 做到了."""
    goal = _kept_goal(request, pk, goal_pk)
    form = forms.GoalStepForm(request.POST)
    if not form.is_valid():
        raise Http404
    state = GoalStep.State(form.cleaned_data["state"])
    return act(
        request,
        lambda: actions.step_goal(
            goal, on=timezone.localdate(), by=request.user, **form.cleaned_data
        ),
        back=_goals_on(pk),
        message=f"已记为“{state.label}”。{NOT_MEANT}",
    )


@require_POST
@permission_required("walkins.add_goal", raise_exception=True)
def goal_drop(request, pk, goal_pk):
    """不再做 at one tap."""
    goal = _kept_goal(request, pk, goal_pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Http404
    return act(
        request,
        lambda: actions.drop_goal(
            goal, on=timezone.localdate(), by=request.user, **form.cleaned_data
        ),
        back=_goals_on(pk),
        message=f"这个目标不再做了。{NOT_MEANT}",
    )


def _kept_goal(request, pk, goal_pk):
    return get_object_or_404(Goal.objects.kept_by(request.user), pk=goal_pk, pairing=pk)
