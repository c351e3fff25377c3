"""The desk of the committee: pages of series, the stops of their trips, and the topics of the stall."""

from functools import partial

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, ListView, UpdateView

from branch.activities.models import Activity, Programme
from branch.core.forms import PageForm
from branch.core.undo import offer_undo
from branch.core.views import (
    ActionFormMixin,
    TodayMixin,
    VisibleToUserMixin,
    act,
    version_in,
)
from branch.service.outings import actions, forms
from branch.service.outings.models import KINDS, ConsultTopic, Series
from branch.service.outings.reading import counted, told_of
from branch.service.registers.views.wordings import WordingCreate, WordingUpdate, WordingWrite

READ = ["get", "head"]
A_PAGE = 20
VIEW, CHANGE, TOPICS = "service.view_series", "service.change_series", "service.change_consulttopic"
NEW = {
    "agreements": "公益、自愿、不收费，不推荐课程和机构。\n不问姓名、电话和孩子的学校，不拍照。",
}


class SeriesList(PermissionRequiredMixin, VisibleToUserMixin, ListView):
    """服务系列, and the programmes that could have a page and have none."""

    http_method_names = READ
    permission_required = VIEW
    template_name = "service/series_list.html"
    queryset = Series.objects.select_related("programme", "partner")

    def get_context_data(self, **kwargs):
        rows = Programme.objects.active().filter(kind__in=KINDS, service_series=None)
        return super().get_context_data(lacking=rows, **kwargs)


class SeriesDetail(PermissionRequiredMixin, VisibleToUserMixin, DetailView):
    """A series on the desk: its trips with their stops, and how many consultations were tallied."""

    http_method_names = READ
    permission_required = VIEW
    template_name = "service/series_detail.html"
    queryset = Series.objects.select_related("programme", "partner")

    def get_context_data(self, **kwargs):
        rows = Activity.objects.filter(programme=self.object.programme_id)
        rows = rows.with_programme().prefetch_related("stops")
        page = PageForm(self.request.GET).page_of(rows, A_PAGE)
        trips, keys = list(page), [row.pk for row in page]
        counts, told = counted(keys), told_of(keys, on=self.today)
        for trip in trips:
            trip.count, trip.told = counts.get(trip.pk, 0), told.get(trip.pk)
        return super().get_context_data(page=page, trips=trips, now=timezone.now(), **kwargs)


class SeriesWrite(PermissionRequiredMixin, ActionFormMixin):
    permission_required = CHANGE
    form_class = forms.SeriesForm
    template_name = "service/series_form.html"
    success_message = "系列页已保存，公开页面已更新。"


class SeriesCreate(SeriesWrite, FormView):
    """写系列页 of a programme that has none."""

    permission_required = "service.add_series"
    initial = NEW

    @cached_property
    def programme(self):
        rows = Programme.objects.active().filter(kind__in=KINDS, service_series=None)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(programme=self.programme, **kwargs)

    def perform(self, form):
        return actions.create_series(self.programme, by=self.request.user, **form.action_kwargs())


class SeriesUpdate(SeriesWrite, VisibleToUserMixin, UpdateView):
    """修改 of the page of a series."""

    queryset = Series.objects.select_related("programme")

    def get_context_data(self, **kwargs):
        return super().get_context_data(programme=self.object.programme, **kwargs)

    def perform(self, form):
        return actions.revise_series(self.object, by=self.request.user, **form.action_kwargs())


class StopsWrite(PermissionRequiredMixin, ActionFormMixin, UpdateView):
    """站点 of a trip: where it stops, when, and what if it rains."""

    permission_required = CHANGE
    form_class = forms.StopsForm
    template_name = "service/stops_form.html"
    success_message = "站点已保存，公开页面已更新。"

    def get_queryset(self):
        rows = Activity.objects.visible_to(self.request.user).filter(programme__kind__in=KINDS)
        return rows.select_related("programme__service_series").prefetch_related("stops")

    @cached_property
    def series(self):
        return getattr(self.object.programme, "service_series", None)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"rows": forms.rows_of(self.object)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(series=self.series, **kwargs)

    def get_success_url(self):
        return self.series.get_absolute_url() if self.series else reverse("service:series-list")

    def perform(self, form):
        return actions.write_stops(self.object, by=self.request.user, **form.action_kwargs())


class TopicList(PermissionRequiredMixin, TodayMixin, ListView):
    """咨询话题: those that stalls offer today, and those no longer offered."""

    http_method_names = READ
    permission_required = TOPICS
    template_name = "service/topic_list.html"

    def get_queryset(self):
        return ConsultTopic.objects.by_order()

    def get_context_data(self, **kwargs):
        rows = list(self.object_list)
        offer_undo(rows, self.request.user, on=self.today)
        offered = [row for row in rows if row.is_active_on(self.today)]
        ended = [row for row in rows if not row.is_active_on(self.today)]
        return super().get_context_data(offered=offered, ended=ended, **kwargs)


class TopicWrite(WordingWrite):
    """A topic, as the entries of the other lists that the branch words."""

    permission_required = TOPICS
    form_class, model = forms.TopicForm, ConsultTopic
    lists = "service:topic-list"


class TopicCreate(TopicWrite, WordingCreate):
    """加一项话题."""


class TopicUpdate(TopicWrite, WordingUpdate):
    """修改 of a topic that is offered."""


@require_POST
@permission_required(TOPICS, raise_exception=True)
def topic_end(request, pk):
    """停用 a topic."""
    on, version = timezone.localdate(), version_in(request)
    row = get_object_or_404(ConsultTopic.objects.active_on(on), pk=pk)
    call = partial(actions.end_topic, row, version=version, on=on, by=request.user)
    return act(request, call, back=reverse("service:topic-list"), message=f"“{row}”已停用。")
