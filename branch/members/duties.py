from datetime import timedelta

from django.core.cache import cache
from django.db.models import Exists, Q

from branch.accounts import roles
from branch.accounts.models import RoleGrant
from branch.core import periods
from branch.core.addresses import address_of
from branch.core.figures import figures
from branch.coverage.duty import BY_PARTY_GROUP, Duty, Gap, done_once

from .figures import PROBATION, PROBATION_NOTICE, TERM, TERM_NOTICE
from .models import MemberStatus, Office
from .models.members import group_on

CACHE_SECONDS = 60
IN_CHARGE = (Office.Kind.SECRETARY, Office.Kind.ORGANISATION)


class BranchDuty:
    """A duty of the secretary and the 组织委员; readers of the roll see every subject."""

    track, permission = "branch", "members.view_member"

    def seen_by(self, rows, user, *, on, today):
        return rows

    def may_concern(self, user, *, on):
        return user.pk in _in_charge(on)

    def assigned_to(self, rows, user, *, on):
        return rows.filter(Exists(_seats_in_charge(on).filter(member__staff__user=user)))

    def unassigned(self, rows, *, on):
        return rows.exclude(Exists(_seats_in_charge(on)))


class ProbationEnds(BranchDuty, Duty):
    """预备期满: the branch prepares its vote before the probation of a member ends.

    It is done while there is still time. The subject is the status, not the member, so that an
    absence excuses nobody.
    """

    key, title, order = "members.probation", "预备期满", 210
    gap_title, unit = "预备期将满的党员", "名"
    note = "预备期满前提前准备，期满按时讨论转正。"
    missing_says, verb = "{count} 名预备党员的转正讨论结果还没有登记", "讨论"
    group_keys = BY_PARTY_GROUP

    def bound(self, *, on):
        return MemberStatus.objects.active_on(on).filter(kind=MemberStatus.Kind.PROBATIONARY)

    def figures(self, *, on):
        months, notice = _figures(PROBATION, PROBATION_NOTICE, on=on)
        return {"months": months, "notice": notice}

    def with_done(self, rows, *, on, months, notice):
        soon = on + timedelta(days=notice)
        joined_by = periods.latest_start(soon, months)
        is_extended = Q(extended_on__lte=on)
        is_ending = Q(is_extended, extended_until__lte=soon) | Q(
            Q(extended_on=None) | Q(extended_on__gt=on), member__joined_on__lte=joined_by
        )
        group = group_on(on, "name", "member__")
        return rows.annotate(party_group=group, **done_once(~is_ending))

    def listed(self, rows, *, on):
        rows = rows.annotate(group_order=group_on(on, "order", "member__"))
        rows = rows.select_related("member__staff")
        return rows.order_by("group_order", "member__surname_strokes", "pk")

    def gap(self, row, *, on):
        months, notice = _figures(PROBATION, PROBATION_NOTICE, on=on)
        ends_on = row.probation_ends_on(months=months, on=on)
        return Gap(
            subject=row,
            since=ends_on - timedelta(days=notice),
            due_on=ends_on,
            user_ids=_in_charge(on),
            url=address_of("members:member-regularise", row.member_id),
            says=f"预备期到 {ends_on} 满",
            title=f"讨论{row.member}转正",
            button="登记转正",
            group=row.party_group,
            whose="书记、组织委员",
        )


class CommitteeTerm(BranchDuty, Duty):
    """换届: the committee's term, counted from the earliest of its running seats.

    An election ends every seat and begins new ones, so a by-election does not restart the term. The
    only subject is the seat the term is counted from: it ends with the term, and so does an excuse
    from this election.
    """

    key, title, order = "members.committee_term", "支委会换届", 220
    gap_title, unit = "任期将满的支委会", "届"
    note = "任期届满前提前着手准备。"
    missing_says = "支委会换届还没有登记"

    def bound(self, *, on):
        first = Office.objects.active_on(on).order_by("from_on", "pk").values("pk")[:1]
        return Office.objects.filter(pk__in=first)

    def figures(self, *, on):
        years, notice = _figures(TERM, TERM_NOTICE, on=on)
        return {"years": years, "notice": notice}

    def with_done(self, rows, *, on, years, notice):
        soon = periods.latest_start(on, -notice)
        began_by = periods.latest_start(soon, 12 * years)
        return rows.annotate(**done_once(Q(from_on__gt=began_by)))

    def gap(self, row, *, on):
        years, notice = _figures(TERM, TERM_NOTICE, on=on)
        ends_on = periods.months_later(row.from_on, 12 * years)
        return Gap(
            subject=row,
            since=periods.months_later(ends_on, -notice),
            due_on=ends_on,
            user_ids=_in_charge(on),
            url=address_of("members:committee-elect"),
            says=f"本届从 {row.from_on} 起，到 {ends_on} 届满",
            title="准备支委会换届",
            button="登记换届",
            whose="书记、组织委员",
        )


def _figures(*specs, on):
    """The values of figures, cached: a page reads each twice, and they rarely change."""
    key = f"members.figures:{specs[0].key}:{on}"
    return cache.get_or_set(key, lambda: figures(*specs, on=on), CACHE_SECONDS)


def _in_charge(on):
    """Ids of the users who prepare it: the secretary and the 组织委员, if they may change members.

    Cached, as every desk of the committee reads them.
    """
    key = f"members.in_charge:{on}"
    return cache.get_or_set(key, lambda: _in_charge_uncached(on), CACHE_SECONDS)


def _in_charge_uncached(on):
    return frozenset(_seats_in_charge(on).values_list("member__staff__user", flat=True))


def _seats_in_charge(on):
    """The seats of the secretary and the 组织委员 whose holders may change members."""
    held = roles.roles_that_allow("members.change_member")
    grants = RoleGrant.objects.opening_on(on).filter(role__in=held, user__is_active=True)
    seats = Office.objects.active_on(on).filter(kind__in=IN_CHARGE)
    return seats.filter(member__staff__user__in=grants.values("user"))
