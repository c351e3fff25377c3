from django.db.models import F
from django.utils import timezone

from branch.core.addresses import address_of
from branch.coverage.duty import BY_PARTY_GROUP, Duty, Gap, done_once
from branch.members.models import Member
from branch.service.menu import UNREGISTERED

from .models import SEES_ALL, registered_on
from .reading import DUTY


class EveryMemberRegisters(Duty):
    """居住地报到: every member who works here is registered in the community where they live."""

    key, title, track = DUTY, "居住地报到", "branch"
    gap_title, unit, order = "还没有登记居住地报到的党员", "名", 230
    permission = "service.view_own_register"
    note = "在职党员到居住社区报到，报到后登记一次。"
    missing_says, verb = "{count} 名党员还没有登记居住地报到", "登记"
    group_keys = BY_PARTY_GROUP
    is_share = True

    def bound(self, *, on):
        return Member.objects.here_on(on)

    def seen_by(self, rows, user, *, on, today):
        return rows if user.has_perm(SEES_ALL) else rows.filter(staff__user=user)

    def with_done(self, rows, *, on):
        rows = rows.with_group_on(on).annotate(party_group=F("group_name"))
        return rows.annotate(**done_once(registered_on(on)))

    def may_concern(self, user, *, on):
        """Counted with the account for today; of another day it is asked."""
        return on != timezone.localdate() or bool(getattr(user, UNREGISTERED, True))

    def assigned_to(self, rows, user, *, on):
        return rows.filter(staff__user=user)

    def unassigned(self, rows, *, on):
        return rows.filter(staff__user=None)

    def listed(self, rows, *, on):
        return rows.select_related("staff").in_roster_order()

    def gap(self, row, *, on):
        return Gap(
            subject=row,
            since=on,
            due_on=None,
            user_ids=frozenset({row.staff.user_id} - {None}),
            url=address_of("service:registration-write", row.pk),
            says="还没有登记",
            title="登记居住地报到",
            button="登记报到",
            permission="service.change_communityregistration",
            group=row.party_group,
            whose=str(row),
        )
