"""咨询登记: the crew of an event taps a topic for each talk, on a phone; a script keeps the taps while there is no network."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import ValidationError
from django.db.models import Case, When
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from branch.activities.models import Activity
from branch.core.addresses import address_of
from branch.core.periods import Period, day
from branch.core.views import REPLAYED, TodayMixin
from branch.service.outings import actions, forms
from branch.service.outings.models import ConsultTap, tallied_by
from branch.service.outings.reading import counted, stall_of

KEEP = "service.keep_tally"
# events that the list names: as long after them as phones may upload, and a week before them
BEFORE, AFTER = timedelta(days=7), timedelta(days=31)


class TallyList(PermissionRequiredMixin, TodayMixin, ListView):
    """The events whose consultations the user may tally, about now; today's first."""

    http_method_names = ["get", "head"]
    permission_required = KEEP
    template_name = "service/tally_list.html"
    paginate_by = 50

    def get_queryset(self):
        near = Period(self.today - AFTER, self.today + BEFORE, "前后")
        rows = tallied_by(self.request.user).not_cancelled().within(near)
        today = Activity.objects.within(day(self.today))
        first = Case(When(pk__in=today.values("pk"), then=0), default=1)
        return rows.order_by(first, "-starts_at", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = list(context["object_list"])
        counts = counted([row.pk for row in rows])
        for row in rows:
            row.count = counts.get(row.pk, 0)
        return context | {"object_list": rows}


class Tally(PermissionRequiredMixin, TodayMixin, DetailView):
    """The stall of one event: a key for each topic; without a script, each tap is a POST."""

    http_method_names = ["get", "head", "post"]
    permission_required = KEEP
    template_name = "service/tally.html"

    def get_queryset(self):
        return tallied_by(self.request.user).with_people()

    @cached_property
    def stall(self):
        return stall_of(self.object, on=self.today)

    def get_context_data(self, **kwargs):
        topics = [key.topic for key in self.stall.keys]
        kwargs.setdefault("form", forms.TapForm(topics=topics))
        return super().get_context_data(stall=self.stall, last=self.last, **kwargs)

    @property
    def last(self):
        """The tap that this page made last, while it is counted."""
        key = forms.LastTap(self.request.GET).key
        rows = ConsultTap.objects.counted().filter(tally__activity=self.object)
        return rows.select_related("topic").filter(pk=key).first() if key else None

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = forms.TapForm(request.POST, topics=[key.topic for key in self.stall.keys])
        if form.is_valid():
            try:
                return self._store(form)
            except ValidationError as refusal:
                form.add_error(None, refusal)
        # its number may be spent: the page that says what was wrong has another
        form.data = form.data.copy()
        form.data["tap"] = str(forms.TapForm.base_fields["tap"].initial())
        return self.render_to_response(self.get_context_data(form=form))

    def _store(self, form):
        here, at = address_of("service:tally", self.object.pk), timezone.now()
        if undone := form.cleaned_data["undo"]:
            actions.undo_tap(self.object, undone, at=at)
            messages.success(self.request, "已撤销一次。")
            return redirect(here)
        tap = form.sent
        if not actions.tap_once(self.object, tap, at=at):
            messages.info(self.request, REPLAYED)
        return redirect(f"{here}?last={tap.pk}")


@require_POST
@permission_required(KEEP, raise_exception=True)
def taps_join(request, pk):
    """The taps that a phone kept join the tally; answers a script with what is counted now, or why nothing joined."""
    activity = get_object_or_404(tallied_by(request.user), pk=pk)
    form = forms.TapsForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"says": form.errors["taps"][0]}, status=400)
    try:
        tally = actions.join_taps(activity, taps=form.cleaned_data["taps"], at=timezone.now())
    except ValidationError as refusal:
        return JsonResponse({"says": refusal.messages[0]}, status=409)
    return JsonResponse({"counts": tally.taps.all().by_topic()})
