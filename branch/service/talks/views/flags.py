"""国旗下讲话: the weeks of the term on the desk, and the speeches of the year in public."""

from datetime import timedelta

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView

from branch.activities.models import Kind, Programme
from branch.core.periods import school_year, week
from branch.core.public import public_page, site_of
from branch.core.views import ActionFormMixin, Done, TodayMixin
from branch.school.models import Term
from branch.service.talks import actions, forms
from branch.service.talks.models import FlagSpeech, flag_speeches, quoted, speaker_of

from .releases import RELEASE, SAVED, release, take_back, with_steps

VIEW, WRITE = "service.view_flagspeech", "service.change_flagspeech"


def _shown(rows):
    """The activities, each with `said_by` and `quoted_title`."""
    rows = list(rows)
    for row in rows:
        row.said_by, row.quoted_title = speaker_of(row), quoted(row.title)
        row.text_row = getattr(row, "flag_speech", None)
    return rows


@public_page
def flag_page(request):
    """国旗下讲话 of the school year: those held that were released, with who spoke and the text."""
    rows = flag_speeches().done().filter(flag_speech__released_by__isnull=False)
    rows = rows.within(school_year(timezone.localdate()))
    return render(request, "service/flags.html", {"rows": _shown(rows.order_by("-starts_at"))})


class FlagWeeks(PermissionRequiredMixin, TodayMixin, TemplateView):
    """国旗下讲话 by week of the term: what is arranged, what was said, and the gaps."""

    http_method_names = ["get", "head"]
    permission_required = VIEW
    template_name = "service/flag_weeks.html"

    def get_context_data(self, **kwargs):
        term = Term.objects.on(self.today)
        programme = Programme.objects.active().filter(kind=Kind.FLAG_SPEECH).first()
        weeks = _weeks(term, self.request) if term else []
        return super().get_context_data(**kwargs) | {
            "term": term,
            "weeks": weeks,
            "gap_count": sum(not rows for *_, rows in weeks),
            "programme": programme,
        }


def _weeks(term, request):
    """(number, Monday, the speeches) of each week of the term."""
    rows = _shown(flag_speeches().within(term.period))
    with_steps([row.text_row for row in rows if row.text_row], request.user, site_of(request))
    first = week(term.starts_on).start
    mondays = [first + timedelta(weeks=n) for n in range(term.week_count)]
    return [
        (number, monday, [row for row in rows if week(row.day).start == monday])
        for number, monday in enumerate(mondays, start=1)
    ]


class FlagWrite(PermissionRequiredMixin, ActionFormMixin, FormView):
    """讲话稿 of one week."""

    permission_required = WRITE
    form_class = forms.FlagSpeechForm
    template_name = "service/flag_form.html"
    success_message = SAVED

    @cached_property
    def activity(self):
        return get_object_or_404(flag_speeches(), pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        current = getattr(self.activity, "flag_speech", None)
        return super().get_form_kwargs() | {"current": current}

    def get_context_data(self, **kwargs):
        return super().get_context_data(activity=self.activity, **kwargs)

    def perform(self, form):
        row = actions.write_speech(self.activity, by=self.request.user, **form.action_kwargs())
        return Done(row, address=reverse("service:flag-weeks"))


def _speech(pk):
    return get_object_or_404(FlagSpeech.objects.select_related("activity"), activity=pk)


@require_POST
@permission_required(RELEASE, raise_exception=True)
def flag_release(request, pk):
    """公开 of a text that another has written."""
    return release(request, _speech(pk), back="service:flag-weeks", message="讲话稿已公开。")


@require_POST
@permission_required(RELEASE, raise_exception=True)
def flag_take_back(request, pk):
    """撤回 of a text that is public."""
    return take_back(request, _speech(pk), back="service:flag-weeks", message="讲话稿已撤回。")
