"""活动之后: the organiser adds files, recommends books and opens feedback for an event."""

from functools import partial

import segno
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView, FormView, ListView

from branch.activities.models import Activity
from branch.core.addresses import address_of
from branch.core.files import serve
from branch.core.forms import PageForm
from branch.core.public import site_of
from branch.core.sorting import Sort, SortMixin
from branch.core.views import ActionFormMixin, Done, TodayMixin, act
from branch.service.talks import actions, forms
from branch.service.talks.models import BookRecommendation, EventMaterial, Feedback
from branch.service.talks.reading import OWN, events_kept_by, with_counts

from .releases import RELEASE, release, take_back, with_steps

READ = ["get", "head"]
CHANGE = "service.change_parentopening"
PER_PAGE = 30


def event_or_404(user, pk):
    return get_object_or_404(events_kept_by(user), pk=pk)


def talk_url(pk):
    return address_of("service:talk-detail", pk)


class TalkList(PermissionRequiredMixin, SortMixin, ListView):
    """讲座和资料: the events that the user keeps, the latest first."""

    http_method_names = READ
    permission_required = OWN
    template_name = "service/talk_list.html"
    paginate_by = PER_PAGE
    sorts = {
        "time": Sort("时间", "starts_at"),
        "programme": Sort("项目", "programme__order", "programme", "starts_at"),
    }

    def get_queryset(self):
        return with_counts(events_kept_by(self.request.user))


class TalkDetail(PermissionRequiredMixin, TodayMixin, DetailView):
    """活动之后 of one event: files, books and feedback."""

    http_method_names = READ
    permission_required = OWN
    template_name = "service/talk_detail.html"

    def get_queryset(self):
        return events_kept_by(self.request.user).with_people()

    def get_context_data(self, **kwargs):
        talk, user, site = self.object, self.request.user, site_of(self.request)
        materials = talk.materials.select_related("written_by")
        books = BookRecommendation.objects.filter(activity=talk)
        told = feedback_of(talk, at=timezone.now())
        lines = PageForm(self.request.GET).page_of(told.pop("lines", []), PER_PAGE)
        return super().get_context_data(**kwargs) | {
            "materials": with_steps(materials, user, site),
            "books": with_steps(books, user, site),
            "may_change": user.has_perm(CHANGE),
            "opening": getattr(talk, "parent_opening", None),
            "lines": lines,
            **told,
        }


def feedback_of(talk, *, at):
    """What the organiser is shown of the feedback: where it stands and, once closed, the sum and the lines."""
    box = getattr(talk, "feedback_box", None)
    if box is None:
        return {"box": None, "is_begun": talk.starts_at <= at}
    box.activity = talk
    return {
        "box": box,
        "is_closed": box.is_closed_at(at),
        "sums": box.sums(at=at),
        "lines": box.lines(at=at),
    }


class MaterialCreate(PermissionRequiredMixin, ActionFormMixin, FormView):
    """传一份资料."""

    permission_required = CHANGE
    form_class = forms.MaterialForm
    template_name = "service/material_form.html"

    @cached_property
    def talk(self):
        return event_or_404(self.request.user, self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(talk=self.talk, **kwargs)

    def perform(self, form):
        row = actions.add_material(self.talk, by=self.request.user, **form.action_kwargs())
        return Done(row, address=talk_url(self.talk.pk))


@require_safe
@permission_required("activities.view_activity", raise_exception=True)
def material_show(request, pk, material_pk):
    """A file of an event, for everybody who reads the event on the desk."""
    activity = get_object_or_404(Activity.objects.visible_to(request.user), pk=pk)
    row = get_object_or_404(activity.materials, pk=material_pk)
    return serve(row.file, name=row.original_name)


@require_POST
@permission_required(CHANGE, raise_exception=True)
def material_remove(request, pk, material_pk):
    """Delete a file of an event."""
    talk = event_or_404(request.user, pk)
    row = get_object_or_404(talk.materials, pk=material_pk)
    call = partial(actions.remove_material, row, by=request.user)
    return act(request, call, back=talk_url(pk), message="资料已删除。")


def _material(request, pk, material_pk):
    talk = event_or_404(request.user, pk)
    return get_object_or_404(EventMaterial.objects.filter(activity=talk), pk=material_pk)


@require_POST
@permission_required(RELEASE, raise_exception=True)
def material_release(request, pk, material_pk):
    """公开 of a file that another has added."""
    row, says = _material(request, pk, material_pk), "已公开，家长在活动页面上看得到。"
    return release(request, row, back=talk_url(pk), message=says)


@require_POST
@permission_required(RELEASE, raise_exception=True)
def material_take_back(request, pk, material_pk):
    """撤回 of a file that is public."""
    row, says = _material(request, pk, material_pk), "已撤回，公开网页上没有了。"
    return take_back(request, row, back=talk_url(pk), message=says)


@require_POST
@permission_required(CHANGE, raise_exception=True)
def feedback_open(request, pk):
    """打开反馈: make the QR of an event, and lead to it."""
    talk = event_or_404(request.user, pk)
    try:
        actions.open_box(talk, on=timezone.localdate(), by=request.user)
    except ValidationError as refusal:
        messages.error(request, "".join(refusal.messages))
        return redirect(talk_url(pk))
    return redirect("service:feedback-print", pk)


class FeedbackPrint(PermissionRequiredMixin, DetailView):
    """反馈二维码, to be printed or shown on the screen of the hall."""

    http_method_names = READ
    permission_required = OWN
    template_name = "service/feedback_print.html"

    def get_queryset(self):
        rows = events_kept_by(self.request.user).filter(feedback_box__isnull=False)
        return rows.select_related("feedback_box", "programme")

    def get_context_data(self, **kwargs):
        box = self.object.feedback_box
        address = self.request.build_absolute_uri(box.public_url)
        picture = segno.make(address, error="m", micro=False).svg_data_uri(border=2, scale=8)
        return super().get_context_data(box=box, address=address, picture=picture, **kwargs)


@require_POST
@permission_required(CHANGE, raise_exception=True)
def line_drop(request, pk, answer_pk):
    """Delete a line of the feedback."""
    talk = event_or_404(request.user, pk)
    row = get_object_or_404(Feedback.objects.filter(box__activity=talk), pk=answer_pk)
    call = partial(actions.drop_line, row, by=request.user)
    return act(request, call, back=f"{talk_url(pk)}#feedback", message="已删去这句话，人数不变。")
