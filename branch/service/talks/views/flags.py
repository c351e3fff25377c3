"""国旗下讲话: the weeks of the term on the desk, and the speeches of the year in public."""

from datetime import timedelta
from itertools import groupby

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView

from branch.activities.models import Kind, Programme
from branch.core.forms import PageForm
from branch.core.periods import says_year, school_year, week
from branch.core.public import public_page, site_of
from branch.core.views import ActionFormMixin, Done, TodayMixin
from branch.school.models import Term
from branch.service.talks import actions, forms
from branch.service.talks.models import FlagSpeech, flag_speeches, quoted, speaker_of

from .releases import RELEASE, SAVED, release, take_back, with_steps

PER_PAGE = 50
VIEW, WRITE = "service.view_flagspeech", "service.change_flagspeech"


def _shown(rows):
    """The activities, each with `said_by` and `quoted_title`."""
    rows = list(rows)
    for row in rows:
        row.said_by, row.quoted_title = speaker_of(row), quoted(row.title)
        row.text_row = getattr(row, "flag_speech", None)
    return rows


@public_page(reads=("page",))
def flag_page(request):
    """国旗下讲话 by school year, the latest first: those held that were released, with who spoke and the text."""
    rows = flag_speeches().done().filter(flag_speech__released_by__isnull=False)
    page = PageForm(request.GET).page_of(rows.order_by("-starts_at", "-pk"), PER_PAGE)
    shown = groupby(_shown(page), key=lambda row: school_year(row.day).start.year)
    years = [(says_year(year), list(of_year)) for year, of_year in shown]
    return render(request, "service/flags.html", {"years": years, "page": page})


class FlagWeeks(PermissionRequiredMixin, TodayMixin, TemplateView):
    """国旗下讲话 by week of a term: what is arranged, what was said, the gaps, and what waits for a second person."""

    http_method_names = ["get", "head"]
    permission_required = VIEW
    template_name = "service/flag_weeks.html"

    def get_context_data(self, **kwargs):
        day = forms.TermOfDay(self.request.GET).chosen or self.today
        term = Term.objects.on(day)
        programme = Programme.objects.active().filter(kind=Kind.FLAG_SPEECH).first()
        weeks = _weeks(term, self.request) if term else []
        return super().get_context_data(**kwargs) | {
            "term": term,
            "before": term and Term.objects.filter(starts_on__lt=term.starts_on).first(),
            "after": term and Term.objects.filter(starts_on__gt=term.starts_on).last(),
            "waiting": self._waiting(),
            "weeks": weeks,
            "gap_count": sum(not rows for *_, rows in weeks),
            "programme": programme,
        }

    def _waiting(self):
        """Speeches of any term that another wrote and this reader may let the public read."""
        if not self.request.user.has_perm(RELEASE):
            return []
        texts = FlagSpeech.objects.waiting_for(self.request.user).values("activity")
        rows = _shown(flag_speeches().filter(pk__in=texts)[:PER_PAGE])
        with_steps([row.text_row for row in rows], self.request.user, site_of(self.request))
        return rows


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
