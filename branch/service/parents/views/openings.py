"""家长报名 on the desk: the organiser opens an event, reads who signed up, rings who moved up."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count, Q, Sum
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, ListView, UpdateView

from branch.activities.models import Activity
from branch.core import access
from branch.core.forms import PageForm
from branch.core.sorting import Sort, SortMixin
from branch.core.views import ActionFormMixin, VisibleToUserMixin, act
from branch.service.parents import actions, forms
from branch.service.parents.models import ParentOpening, ParentSignUp, came_of

READ, WRITE = ["get", "head"], ["get", "head", "post"]
READ_NOW, CHANGE = "service.view_parentopening", "service.change_parentopening"
PER_PAGE = 100
CONFIRMED_SAYS = "待核实的都算真的，按先后留座位，坐不下的进候补。"
DROPPED_SAYS = "待核实的都删除，不能恢复。已有座位和候补的不动。"
ALL_DROPPED_SAYS = (
    "这个网络来的报名全部删除，连同已有座位和候补的，不能恢复；空出的座位按先后补给候补的家长。"
)
SEATS, LAST_CALL = 200, timedelta(days=1)


def to_open(user, *, at):
    """Planned events of public programmes that families cannot sign up for yet, of which the user may open some."""
    rows = Activity.objects.planned().filter(programme__is_public=True, starts_at__gt=at)
    rows = rows.filter(parent_opening=None).with_programme().order_by("starts_at")
    if user.has_perm("service.view_every_parentopening"):
        return rows
    return (
        rows.filter(logged_by=user) if user.has_perm("service.add_parentopening") else rows.none()
    )


class OpeningList(PermissionRequiredMixin, SortMixin, VisibleToUserMixin, ListView):
    """家长报名: the events that are open, and those that may be opened."""

    http_method_names = READ
    permission_required = READ_NOW
    template_name = "service/opening_list.html"
    paginate_by = 30
    sorts = {"time": Sort("时间", "activity__starts_at")}

    def get_queryset(self):
        rows = ParentOpening.objects.visible_to(self.request.user).with_event()
        standing = Q(signups__state=ParentSignUp.State.CONFIRMED)
        waiting = Q(signups__state=ParentSignUp.State.WAITING)
        return rows.annotate(
            people=Sum("signups__people_count", filter=standing, default=0),
            waiting=Count("signups", filter=waiting),
        ).order_by("-activity__starts_at", "-pk")

    def get_context_data(self, **kwargs):
        at = timezone.now()
        return super().get_context_data(at=at, to_open=to_open(self.request.user, at=at), **kwargs)


class OpeningWrite(PermissionRequiredMixin, ActionFormMixin):
    http_method_names = WRITE
    form_class = forms.ParentOpeningForm
    template_name = "service/opening_form.html"


class OpeningCreate(OpeningWrite, FormView):
    """发布报名 of one planned event."""

    permission_required = "service.add_parentopening"
    success_message = "已发布报名，家长现在可以在公开网页上看到。"

    @cached_property
    def activity(self):
        rows = to_open(self.request.user, at=timezone.now())
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_initial(self):
        closes = self.activity.starts_at - LAST_CALL
        return {
            "opens_at": timezone.localtime().replace(second=0, microsecond=0),
            "closes_at": max(closes, timezone.now() + timedelta(hours=1)),
            "seat_count": SEATS,
            "grades": ["1", "2", "3"],
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(activity=self.activity, **kwargs)

    def perform(self, form):
        return actions.open_to_families(
            activity=self.activity,
            on=self.today,
            at=timezone.now(),
            by=self.request.user,
            **form.action_kwargs(),
        )


class OpeningUpdate(OpeningWrite, VisibleToUserMixin, UpdateView):
    permission_required = CHANGE
    queryset = ParentOpening.objects.with_event()
    success_message = "家长报名已修改。"

    def get_context_data(self, **kwargs):
        return super().get_context_data(activity=self.object.activity, **kwargs)

    def perform(self, form):
        return actions.revise_opening(
            self.object, at=timezone.now(), by=self.request.user, **form.action_kwargs()
        )


class OpeningDetail(PermissionRequiredMixin, VisibleToUserMixin, DetailView):
    """报名名单 of one event, with telephones: for the committee and for who logged the event."""

    http_method_names = READ
    permission_required = READ_NOW
    template_name = "service/opening_detail.html"
    queryset = ParentOpening.objects.with_event()

    def get_context_data(self, **kwargs):
        opening, at = self.object, timezone.now()
        rows = opening.signups.select_related("school_class").order_by("number")
        page = PageForm(self.request.GET).page_of(rows.standing(), PER_PAGE)
        to_ring = list(rows.to_ring())
        shown = [*page, *to_ring]
        access.note(self.request, "parent_sign_up", [row.pk for row in shown])
        for row in shown:
            row.class_says = row.school_class.name_on(opening.event_on)
        return super().get_context_data(**kwargs) | {
            "at": at,
            "is_door_near": opening.is_door_near_at(at),
            "page_obj": page,
            "to_ring": to_ring,
            "counts": _counts(opening.signups),
            "questions": _questions(opening, at=at),
            "sources": _sources(opening),
            "turnouts": _turnouts(opening),
            "came": came_of(opening),
            "may_change": self.request.user.has_perm(CHANGE),
        }


def _questions(opening, *, at):
    """The questions, once nobody can sign up: a list that grows would say what who came last has asked."""
    return list(opening.questions.all()) if at >= opening.ends_at else []


def _counts(rows):
    """{state: numbers of families and people}"""
    counted = rows.order_by().values("state")
    counted = counted.annotate(families=Count("pk"), people=Sum("people_count"))
    found = {row["state"]: row for row in counted}
    none = {"families": 0, "people": 0}
    return {state.value: found.get(state.value, none) for state in ParentSignUp.State}


@dataclass(frozen=True)
class Step:
    """What may be done with the sign-ups of a network: its button, what follows, and the form it sends."""

    button: str
    says: str
    form: forms.SourceForm

    @classmethod
    def of(cls, what, button, says):
        return cls(button, says, forms.SourceForm(initial={"what": what}, auto_id=False))


def _sources(opening):
    """(a network to decide on, the steps that may be taken)"""
    return [(row, _steps(row)) for row in opening.sources.to_decide()]


def _steps(source):
    undecided = [
        Step.of(forms.SourceForm.CONFIRM, f"确认 {source.unverified} 户", CONFIRMED_SAYS),
        Step.of(forms.SourceForm.DROP, f"作废待核实的 {source.unverified} 户", DROPPED_SAYS),
    ]
    everything = Step.of(
        forms.SourceForm.DROP_ALL,
        f"全部作废 {source.unverified + source.others} 户",
        ALL_DROPPED_SAYS,
    )
    return [*(undecided if source.unverified else ()), everything]


def _turnouts(opening):
    rows = opening.turnouts.filter(came_count__gt=0).select_related("school_class")
    rows = rows.order_by("-school_class__entry_year", "school_class__number", "grade")
    return [(row.says_on(opening.event_on), row.came_count) for row in rows]


def _own(request, pk):
    rows = ParentOpening.objects.with_event().visible_to(request.user)
    return get_object_or_404(rows, pk=pk)


@require_POST
@permission_required(CHANGE, raise_exception=True)
def source_decide(request, pk, source_pk):
    """Confirm or drop all that one network sent."""
    opening = _own(request, pk)
    source = get_object_or_404(opening.sources, pk=source_pk)
    form = forms.SourceForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有处理，请再点一次。")
        return redirect(opening)
    call, says = {
        forms.SourceForm.CONFIRM: (actions.confirm_source, "已核实，按先后留座位。"),
        forms.SourceForm.DROP: (actions.drop_unverified_of, "待核实的已作废。"),
        forms.SourceForm.DROP_ALL: (actions.drop_source, "这个网络来的报名已全部作废。"),
    }[form.cleaned_data["what"]]
    now, by = timezone.now(), request.user
    return act(
        request, lambda: call(source, at=now, by=by), back=opening.get_absolute_url(), message=says
    )


@require_POST
@permission_required(CHANGE, raise_exception=True)
def signup_cancel(request, pk, signup_pk):
    """Cancel a sign-up for a family that rang."""
    opening = _own(request, pk)
    row = get_object_or_404(opening.signups, pk=signup_pk)
    return act(
        request,
        lambda: actions.cancel_sign_up(row, at=timezone.now(), by=request.user),
        back=opening.get_absolute_url(),
        message="已取消这一户的报名，姓名和手机号已删去。",
    )


@require_POST
@permission_required(CHANGE, raise_exception=True)
def signup_ring(request, pk, signup_pk):
    """Mark a family that moved up as told."""
    opening = _own(request, pk)
    row = get_object_or_404(opening.signups, pk=signup_pk)
    return act(
        request,
        lambda: actions.ring_done(row, at=timezone.now(), by=request.user),
        back=opening.get_absolute_url(),
        message="已记下打过电话。",
    )
