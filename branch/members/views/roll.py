"""党员名册: the members of the branch, and the history of each."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.utils.functional import cached_property
from django.views.generic import DetailView, ListView

from branch.core.cards import cards
from branch.core.figures import figures
from branch.core.models import UndoStep
from branch.core.sorting import Sort, SortMixin
from branch.core.views import FilterMixin, TodayMixin, VisibleToUserMixin
from branch.coverage.models import Excuse
from branch.members.cards import MemberCard
from branch.members.figures import PROBATION
from branch.members.forms import MemberFilter
from branch.members.models import Member, MemberStatus
from branch.members.timeline import changes_of


class MemberList(PermissionRequiredMixin, SortMixin, FilterMixin, VisibleToUserMixin, ListView):
    permission_required = "members.view_member"
    template_name = "members/member_list.html"
    filter_class = MemberFilter
    paginate_by = 50
    sorts = {
        "name": Sort("姓名", "staff__name_keys"),
        "kind": Sort("党员类别", "kind", choices=MemberStatus.Kind),
        "group": Sort("党小组", "group_order", "surname_strokes", "staff__name_keys"),
        "joined": Sort("入党时间", "joined_on"),
    }

    @cached_property
    def queryset(self):
        return Member.objects.as_listed_on(self.today).in_roster_order()


class MemberMixin(PermissionRequiredMixin, VisibleToUserMixin, TodayMixin):
    """One member, visible to the committee and to the member."""

    permission_required = "members.view_own_member"

    @cached_property
    def queryset(self):
        return Member.objects.as_listed_on(self.today)


class MemberDetail(MemberMixin, DetailView):
    template_name = "members/member_detail.html"

    def get_context_data(self, **kwargs):
        member, status = self.object, self._status()
        return super().get_context_data(
            changes=changes_of(member),
            honours=member.honours.all(),
            absence=self._absence(),
            status=status,
            released=None if status else self._released(),
            probation_ends_on=self._probation_ends_on(status),
            is_own=member.staff.user_id == self.request.user.pk,
            cards=cards(MemberCard, member, user=self.request.user, on=self.today),
            **kwargs,
        )

    def _status(self):
        """The status without a last day, which decides what may be recorded next, or None."""
        running = self.object.statuses.filter(until_on=None)
        return running.select_related("member").first()

    def _released(self):
        """The release of today, which can be undone, or None."""
        steps = UndoStep.objects.open_on(self.today).filter(kind="member.released")
        return steps.of(self.object).first()

    def _probation_ends_on(self, status):
        if status is None or status.kind != MemberStatus.Kind.PROBATIONARY:
            return None
        (months,) = figures(PROBATION, on=self.today)
        return status.probation_ends_on(months=months)

    def _absence(self):
        """The excuse of today's absence, or None."""
        if not self.object.away_id:
            return None
        return Excuse.objects.standing(Member).filter(pk=self.object.away_id).first()
