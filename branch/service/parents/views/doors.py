"""到场登记: the crew of an event ticks off who comes, on a phone; and the list on paper for when the network is gone."""

from itertools import zip_longest

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count, Q, Sum
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, ListView

from branch.core import access
from branch.core.addresses import address_of
from branch.core.views import act
from branch.service.parents import actions, forms
from branch.service.parents.actions.doors import MOST_UNANNOUNCED
from branch.service.parents.models import ParentOpening, came_of

KEEP = "service.keep_door"
SHOWN = 50
BLANK_LINES = 5
NOT_COUNTED = f"请选年级，人数填 1 到 {MOST_UNANNOUNCED}。"


def openings_of(user, *, at):
    """The openings whose door the user may keep at a moment."""
    return ParentOpening.objects.crewed_by(user).door_near(at).with_event()


class DoorList(PermissionRequiredMixin, ListView):
    """The events whose door the user may keep now."""

    http_method_names = ["get", "head"]
    permission_required = KEEP
    template_name = "service/door_choose.html"

    def get_queryset(self):
        return openings_of(self.request.user, at=timezone.now()).order_by("activity__starts_at")


class DoorMixin(PermissionRequiredMixin):
    http_method_names = ["get", "head"]
    permission_required = KEEP
    # how the reading of the names is recorded
    shown_action = "view"

    @cached_property
    def at(self):
        return timezone.now()

    def get_queryset(self):
        return openings_of(self.request.user, at=self.at)

    def named(self, rows, *, limit=None):
        """The first rows by name, with their classes; the reading is recorded."""
        rows = list(rows.select_related("school_class").by_name()[:limit])
        access.note(self.request, "parent_sign_up", [row.pk for row in rows], self.shown_action)
        for row in rows:
            row.class_says = row.school_class.name_on(self.object.event_on)
        return rows


class Door(DoorMixin, DetailView):
    """到场登记 of one event: who has a seat, by name; without telephones."""

    template_name = "service/door.html"

    def get_context_data(self, **kwargs):
        asked = forms.DoorFilter(self.request.GET)
        seated = self.object.signups.confirmed()
        found = asked.narrow(seated)
        found_count = found.count()
        rows = self.named(found, limit=None if asked.shows_everybody else SHOWN)
        here = Q(arrived_at__isnull=False)
        counts = seated.aggregate(
            families=Count("pk"), here=Count("pk", filter=here), people=Sum("people_count")
        )
        return super().get_context_data(**kwargs) | {
            "filter": asked,
            "rows": rows,
            "left_count": found_count - len(rows),
            "last": seated.filter(here).order_by("-arrived_at", "-number").first(),
            "counts": counts,
            "away": counts["families"] - counts["here"],
            "came": came_of(self.object),
            "is_open": self.object.is_door_open_at(self.at),
            "shows_questions": self.at >= self.object.ends_at,
            "unannounced": forms.UnannouncedForm(opening=self.object),
            "unannounced_counts": self._unannounced(),
        }

    def _unannounced(self):
        rows = self.object.turnouts.filter(school_class=None, came_count__gt=0).order_by("grade")
        return [(row.grade, row.get_grade_display(), row.came_count) for row in rows]


class DoorPrint(DoorMixin, DetailView):
    """到场名单 on paper: name, class, number of people and blank lines; no telephone."""

    template_name = "service/door_print.html"
    shown_action = "print"

    def get_context_data(self, **kwargs):
        rows = self.named(self.object.signups.confirmed())
        for number, row in enumerate(rows, start=1):
            row.line = number
        half = (len(rows) + 1) // 2
        pairs = list(zip_longest(rows[:half], rows[half:]))
        return super().get_context_data(**kwargs) | {
            "at": self.at,
            "pairs": pairs,
            "family_count": len(rows),
            "people_count": sum(row.people_count for row in rows),
            "blank": range(BLANK_LINES),
        }


def _door_of(request, pk):
    return get_object_or_404(openings_of(request.user, at=timezone.now()), pk=pk)


def _on_a_row(request, pk, signup_pk, call):
    opening = _door_of(request, pk)
    row = get_object_or_404(opening.signups.confirmed(), pk=signup_pk)
    return act(
        request, lambda: call(row, at=timezone.now()), back=address_of("service:door", opening.pk)
    )


def _on_a_grade(request, pk, call, says):
    opening = _door_of(request, pk)
    form = forms.UnannouncedForm(request.POST, opening=opening)
    if not form.is_valid():
        messages.error(request, NOT_COUNTED)
        return redirect("service:door", opening.pk)
    return act(
        request,
        lambda: call(opening, at=timezone.now(), **form.cleaned_data),
        back=address_of("service:door", opening.pk),
        message=says.format(form.cleaned_data["people_count"]),
    )


@require_POST
@permission_required(KEEP, raise_exception=True)
def arrival_tick(request, pk, signup_pk):
    """到了: a family has arrived."""
    return _on_a_row(request, pk, signup_pk, actions.tick_arrival)


@require_POST
@permission_required(KEEP, raise_exception=True)
def arrival_undo(request, pk, signup_pk):
    """撤销: it was another family."""
    return _on_a_row(request, pk, signup_pk, actions.undo_arrival)


@require_POST
@permission_required(KEEP, raise_exception=True)
def unannounced_add(request, pk):
    """People who had not signed up."""
    return _on_a_grade(request, pk, actions.add_unannounced, "已加 {} 人。")


@require_POST
@permission_required(KEEP, raise_exception=True)
def unannounced_undo(request, pk):
    """People who were added by mistake."""
    return _on_a_grade(request, pk, actions.undo_unannounced, "已减 {} 人。")
