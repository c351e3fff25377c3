"""主讲人: who can talk on what, what they gave, what was said of it, and once more."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView

from branch.activities.models import ActivityPart, Programme, Speaker
from branch.core.addresses import address_of
from branch.core.models import SiteProfile
from branch.core.typed import has_every_word
from branch.core.views import ActionFormMixin, Done
from branch.core.wording import is_plain
from branch.school.models import Staff
from branch.service.talks import actions, forms
from branch.service.talks.models import SpeakerCard, talks_given_by

READ, WRITE = ["get", "head"], ["get", "head", "post"]
VIEW, CHANGE = "service.view_speakercard", "service.change_speakercard"
PER_PAGE, SHOWN = 30, 20
KINDS = {"outside": (Speaker, "speaker"), "ours": (Staff, "staff")}


def _rows(kind):
    """Who may be asked to speak: everybody from outside; of the school those who spoke or have a card."""
    model, name = KINDS[kind]
    own = {name: OuterRef("pk")}
    spoke = ActivityPart.objects.filter(role=ActivityPart.Role.SPEAKER, **own)
    cards = SpeakerCard.objects.filter(**own)
    rows = model.objects.annotate(
        topics=Subquery(cards.values("topics")[:1]),
        last_on=Subquery(
            spoke.filter(activity__state="done")
            .order_by("-activity__starts_at")
            .values("activity__starts_at")[:1]
        ),
    )
    if kind == "ours":
        rows = rows.filter(Exists(spoke) | Exists(cards))
    return rows.order_by("name", "pk")


class SpeakerList(PermissionRequiredMixin, ListView):
    """主讲人, those from outside or of the school."""

    http_method_names = READ
    permission_required = VIEW
    template_name = "service/speaker_list.html"
    paginate_by = PER_PAGE

    @cached_property
    def filter(self):
        return forms.SpeakerFilter(self.request.GET)

    def get_queryset(self):
        rows = _rows("ours" if self.filter.shows_ours else "outside")
        if typed := self.filter.typed:
            columns = ["name", "topics", *([] if self.filter.shows_ours else ["affiliation"])]
            rows = rows.filter(has_every_word(typed, *columns))
        return rows

    def get_context_data(self, **kwargs):
        context = super().get_context_data(filter=self.filter, **kwargs)
        kind = "ours" if self.filter.shows_ours else "outside"
        for row in context["object_list"]:
            row.page = address_of(f"service:speaker-{kind}", row.pk)
            row.lines = [line for line in (row.topics or "").splitlines() if line.strip()]
        return context


class SpeakerMixin(PermissionRequiredMixin, ActionFormMixin, FormView):
    """A page about one speaker, from outside or of the school."""

    http_method_names = WRITE

    # "outside" or "ours", of the address
    kind = ""

    @cached_property
    def speaker(self):
        return get_object_or_404(_rows(self.kind), pk=self.kwargs["pk"])

    @property
    def who(self):
        """{"staff": …} or {"speaker": …}"""
        return {KINDS[self.kind][1]: self.speaker}

    @property
    def page(self):
        return address_of(f"service:speaker-{self.kind}", self.speaker.pk)

    @cached_property
    def talks(self):
        return talks_given_by(**self.who)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            speaker=self.speaker,
            page=self.page,
            invite_url=address_of(f"service:invite-{self.kind}", self.speaker.pk),
            **kwargs,
        )


class SpeakerDetail(SpeakerMixin):
    """What one speaker can talk about, gave, and what was said of it."""

    permission_required = CHANGE
    form_class = forms.SpeakerForm
    template_name = "service/speaker_detail.html"
    success_message = "主讲人已保存。"

    @cached_property
    def card(self):
        return SpeakerCard.objects.filter(**self.who).first()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"is_ours": self.kind == "ours", "current": self.card}

    def get_initial(self):
        return {
            "topics": self.card.topics if self.card else "",
            "named_consent_on": getattr(self.speaker, "named_consent_on", None),
        }

    def get_context_data(self, **kwargs):
        talks = list(
            self.talks.select_related("feedback_box").prefetch_related("feedback_box__answers")[
                :SHOWN
            ]
        )
        site, at = SiteProfile.current(), timezone.now()
        for talk in talks:
            talk.told = _told(talk, site=site, at=at)
        return super().get_context_data(**kwargs) | {
            "card": self.card,
            "talks": talks,
            "is_ours": self.kind == "ours",
            "may_invite": any(talk.is_done for talk in talks)
            and self.request.user.has_perm("activities.add_activity"),
        }

    def perform(self, form):
        facts = form.action_kwargs()
        actions.write_card(**self.who, **facts, on=self.today, by=self.request.user)
        return Done(address=self.page)


def _told(talk, *, site, at):
    """{"count", "average", "lines"} of the feedback of a talk; None where it is not told.

    A line with a word that needs a second look is shown to the organiser alone.
    """
    box = getattr(talk, "feedback_box", None)
    if box is None:
        return None
    box.activity = talk
    sums = box.sums(at=at)
    lines = [row.line for row in box.lines(at=at) if is_plain(row.line, site)]
    return sums and sums | {"lines": lines}


class Invite(SpeakerMixin):
    """再次邀请: plan the last talk of a speaker once more."""

    permission_required = (VIEW, "activities.add_activity")
    form_class = forms.InviteForm
    template_name = "service/invite_form.html"
    success_message = "已按上一次排好，请核对后再告诉主讲人。"

    @cached_property
    def last(self):
        """The latest talk held of a programme that the user may plan; a 404 where there is none."""
        offered = Programme.objects.open_to(self.request.user)
        last = self.talks.done().filter(programme__in=offered, kept_by="").first()
        if last is None:
            raise Http404
        return last

    def get_initial(self):
        return {"title": self.last.title, "place": self.last.place}

    def get_context_data(self, **kwargs):
        return super().get_context_data(last=self.last, **kwargs)

    def perform(self, form):
        facts = form.action_kwargs()
        planned = actions.invite_again(self.last, **facts, at=timezone.now(), by=self.request.user)
        return Done(planned, address=address_of("activities:activity-detail", planned.pk))
