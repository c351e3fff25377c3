from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils import timezone
from django.views.generic import TemplateView

from branch.activities.todos import on_desk
from branch.core import access
from branch.core.prepared import prepared
from branch.core.public import site_of
from branch.core.views import TodayMixin
from branch.coverage.desk import todos
from branch.coverage.duty import EXCUSED
from branch.coverage.forms import BoardDay
from branch.coverage.status import figures_of, statuses
from branch.operations.ticking import LastTick
from branch.portal import navigation
from branch.portal.first_day import first_steps
from branch.school.names import surname_of
from branch.walkins.duties import KeepInTouch
from branch.walkins.models import Contact, ContactPairing, Pairing

RECENT_COUNT = 5


class Desk(PermissionRequiredMixin, TodayMixin, TemplateView):
    """工作台: the user's to-dos, pairings, latest records and next activities; of a past day its to-dos alone.

    Where nothing is theirs yet, it says what comes next.
    """

    http_method_names = ["get", "head"]
    permission_required = "core.use_desk"
    template_name = "portal/desk.html"

    def get_template_names(self):
        return ["portal/desk_then.html"] if "on" in self.request.GET else [self.template_name]

    def get_context_data(self, **kwargs):
        if "on" in self.request.GET:
            return super().get_context_data(**self._then(), **kwargs)
        return super().get_context_data(**self._now(), **kwargs)

    def _then(self):
        """What the user was to do on the day asked for; nothing of a day that is refused."""
        asked = BoardDay(self.request.GET, today=self.today)
        found = statuses(self.request.user, on=asked.day, today=self.today) if asked.day else []
        gaps = [gap for status in found for gap in status.own_gaps]
        access.note(self.request, "student", [pk for gap in gaps for pk in gap.student_ids])
        return {"asked": asked, "on": asked.day, "gaps": gaps}

    def _now(self):
        user, now = self.request.user, timezone.localtime()
        found = statuses(user, on=self.today)
        pairings, recent = self._pairings(found), recent_of(user, on=self.today)
        own_gaps = [gap for status in found for gap in status.own_gaps]
        due = todos(found, own_gaps, user=user, site=site_of(self.request), at=now)
        self._note_students(due, pairings, recent)
        may_see_ticks = user.has_perm("operations.view_chorerun")
        return {
            "greeting": greeting(user, hour=now.hour),
            "todos": due,
            "pairings": pairings,
            "recent": recent,
            "steps": [] if pairings or recent else first_steps(user),
            "upcoming": [row for row in on_desk(user, at=now) if row.starts_at > now],
            "last_tick": LastTick(site_of(self.request).ticked_at, now) if may_see_ticks else None,
            "quick": navigation.quick(self.request),
        }

    def _pairings(self, found):
        """Each with its last contact, how it stands and a meter, those that wait longest first, then who may wait.

        The duty has its gaps from them too.
        """
        figures = figures_of(KeepInTouch(), on=self.today)
        rows = _pairings(self.request.user, on=self.today, figures=figures)
        for status in found:
            if status.duty.key == KeepInTouch.key:
                status.assigned = [row for row in rows if row.is_member_here]
        for row in rows:
            row.waited, row.allowed = row.waited_since(dict(figures)["horizon"])
        return sorted(rows, key=lambda row: (row.standing == EXCUSED, row.waits_since))

    def _note_students(self, todos, pairings, recent):
        """Note the students whose names the to-dos, pairings and records show."""
        shown = {pairing.student_id for pairing in pairings}
        shown |= {row.pairing.student_id for row in recent if isinstance(row, ContactPairing)}
        shown |= {student_id for todo in todos for student_id in todo.student_ids}
        access.note(self.request, "student", shown)


@prepared
def _pairings(user, *, on, figures):
    duty, own = KeepInTouch(), Pairing.objects.held_by(user)
    rows = duty.with_standing(own, on=on, **dict(figures))
    return duty.listed(rows.with_next_plan(on), on=on)


@prepared
def _recent(user, *, on):
    own = ContactPairing.objects.visible_to(user, on=on).filter(contact__recorded_by=user)
    own = own.of_member()
    rows = own.select_related("contact", "pairing__student")
    # the columns of the contact, whose index has the recorder and the day
    return rows.order_by("-contact__happened_on", "-contact_id", "-pk")[:RECENT_COUNT]


@prepared
def _helped(user):
    rows = Contact.objects.helped_by(user).exclude(recorded_by=user)
    return rows.only("kind", "mode", "happened_on")[:RECENT_COUNT]


def recent_of(user, *, on):
    """The contacts one recorded, and those at which one helped, the latest first."""
    own, helped = _recent(user, on=on), _helped(user)
    # a list that is sorted keeps the order of rows of one day
    return sorted([*own, *helped], key=lambda row: row.happened_on, reverse=True)[:RECENT_COUNT]


def greeting(user, *, hour):
    """The greeting of a user at an hour, as 周老师，上午好."""
    greetings = ((5, "夜深了"), (11, "上午好"), (13, "中午好"), (18, "下午好"), (24, "晚上好"))
    return f"{surname_of(user.name)}老师，{next(text for until, text in greetings if hour < until)}"
