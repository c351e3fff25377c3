from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from branch.core import access
from branch.core.links import NEXT
from branch.core.public import site_of
from branch.core.views import TodayMixin
from branch.coverage import board
from branch.coverage.forms import BoardDay, ListChoice, NextGap
from branch.coverage.snapshots import trend
from branch.coverage.status import load_tallies, statuses


class BoardMixin(PermissionRequiredMixin, TodayMixin):
    """The duties of the day asked for, for the rows that the reader may see today."""

    permission_required = "coverage.view_coverage"

    @cached_property
    def asked(self):
        return BoardDay(self.request.GET, today=self.today)

    @property
    def on(self):
        return self.asked.day

    @cached_property
    def statuses(self):
        """Those of the day; none where the day is refused."""
        found = statuses(self.request.user, on=self.on, today=self.today) if self.on else []
        load_tallies(found)
        return found


class Board(BoardMixin, TemplateView):
    """落实情况: the state of each duty on a day, and the list of one of them."""

    http_method_names = ["get", "head"]
    template_name = "coverage/board.html"

    def get(self, request, *args, **kwargs):
        """The page; its links have its query string, but for the gap that comes next, which is asked for once."""
        self.next_key = NextGap(request.GET).key
        request.GET = request.GET.copy()
        request.GET.pop(NEXT, None)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        panels, choice = board.panels(self.statuses), ListChoice(self.request.GET)
        added = self._sections()
        listed = self._listed(panels, choice)
        for part in (*added, *filter(None, [listed])):
            access.note(self.request, "student", part.student_ids)
        return super().get_context_data(
            asked=self.asked,
            on=self.on,
            is_today=self.on == self.today,
            is_full=board.is_full(self.statuses),
            panels=panels,
            whole=board.of_track(panels, "whole"),
            walk_ins=board.walk_ins(panels),
            life=board.of_track(panels, "branch"),
            sections=added,
            listed=listed,
            following=self._following(listed),
            choice=choice,
            is_open=bool(choice.of("duty")),
            **self._whole_branch(panels, choice),
            **kwargs,
        )

    def _listed(self, panels, choice):
        """The panel whose list is shown."""
        found = board.chosen(panels, choice.of("duty"))
        if found is None:
            return None
        if found.is_by_class:
            choice.offer(found.class_names)
        return found.of_class(choice.of("group")).on_page(choice.of("page") or 1)

    def _following(self, listed):
        """The gap to close after one whose form was saved; None where no form led back here."""
        key = self.next_key
        return listed.next_gap(key) if listed and key and self.on == self.today else None

    def _whole_branch(self, panels, choice):
        """The table of classes of one duty and the lines of the last weeks, for those who see the whole branch."""
        if not panels or not self.request.user.has_perm("coverage.view_boardsnapshot"):
            return {}
        table = board.table(panels, choice.of("map"), on=self.on)
        return table | {"trend": trend([panel.duty for panel in panels], on=self.on)}

    def _sections(self):
        if self.on is None:
            return []
        user, site = self.request.user, site_of(self.request)
        return board.sections(user, on=self.on, site=site, statuses=self.statuses)
