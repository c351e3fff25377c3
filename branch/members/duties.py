from datetime import timedelta

from django.core.cache import cache
from django.urls import reverse

from branch.accounts import roles
from branch.accounts.models import RoleGrant
from branch.core import periods
from branch.core.figures import figures
from branch.coverage.duty import Duty, Gap

from .figures import PROBATION, PROBATION_NOTICE, TERM, TERM_NOTICE
from .models import MemberStatus, Office

A_MINUTE = 60  # seconds
IN_CHARGE = (Office.Kind.SECRETARY, Office.Kind.ORGANISATION)


class ProbationEnds(Duty):
    """预备期满: the year of a probationary member is about to end, so the branch prepares its vote.

    Met is whoever still has time. The subject is the status, so that being away excuses nobody.
    """

    key, title, track = "members.probation", "预备期满", "branch"
    gap_title, unit, order = "预备期将满的党员", "名", 210
    permission = "members.view_member"
    note = "预备期满前一个月准备，期满按时讨论转正。"

    def population(self, user, *, on):
        running = MemberStatus.objects.active_on(on).filter(kind=MemberStatus.Kind.PROBATIONARY)
        rows = running.select_related("member__staff", "member__group")
        return rows.order_by("member__group__order", "member__surname_strokes", "pk")

    def met(self, population, *, on):
        return _without(population, [status for status, *_ in _ending(population, on)])

    def gaps(self, population, *, on):
        ending = list(_ending(population, on))
        user_ids = _in_charge(on) if ending else frozenset()
        for status, since, ends_on in ending:
            yield Gap(
                subject=status,
                since=since,
                due_on=ends_on,
                user_ids=user_ids,
                url=reverse("members:member-regularise", args=[status.member_id]),
                says=f"预备期到 {ends_on} 满",
                title=f"讨论{status.member}转正",
                button="登记转正",
                group=status.member.group.name,
                whose="书记、组织委员",
            )


def _ending(statuses, on):
    """(status, from when it waits, the last day) of those whose time is about to end."""
    months, notice = _figures(PROBATION, PROBATION_NOTICE, on=on)
    for status in statuses:
        ends_on = status.probation_ends_on(months=months)
        since = ends_on - timedelta(days=notice)
        if since <= on:
            yield status, since, ends_on


class CommitteeTerm(Duty):
    """换届: the committee's term, counted from the earliest of its running seats.

    An election ends every seat and begins all anew, so whoever came between two elections does not
    start the years again. One subject for the whole branch: the seat its term is counted from.
    """

    key, title, track = "members.committee_term", "支委会换届", "branch"
    gap_title, unit, order = "任期将满的支委会", "届", 220
    permission = "members.view_member"
    note = "每届任期三年，届满前半年着手准备。"

    def population(self, user, *, on):
        first = Office.objects.active_on(on).order_by("from_on", "pk").values("pk")[:1]
        return Office.objects.filter(pk__in=first)

    def met(self, population, *, on):
        return _without(population, [office for office, *_ in _expiring(population, on)])

    def gaps(self, population, *, on):
        for office, since, ends_on in _expiring(population, on):
            yield Gap(
                subject=office,
                since=since,
                due_on=ends_on,
                user_ids=_in_charge(on),
                url=reverse("members:committee-elect"),
                says=f"本届从 {office.from_on} 起，到 {ends_on} 届满",
                title="准备支委会换届",
                button="登记换届",
                whose="书记、组织委员",
            )


def _expiring(offices, on):
    """(seat, from when it waits, the last day of the term), if that is near.

    That no term is near its end is kept for a minute: every desk of the committee asks, and the
    earliest seat answers for all that began later.
    """
    key = f"members.no_term_ends:{on}"
    if cache.get(key):
        return []
    years, notice = _figures(TERM, TERM_NOTICE, on=on)
    found = []
    for office in offices:
        ends_on = periods.months_later(office.from_on, 12 * years)
        since = periods.months_later(ends_on, -notice)
        if since <= on:
            found.append((office, since, ends_on))
    if offices and not found:
        cache.set(key, True, A_MINUTE)
    return found


def _without(population, late):
    """The rest; where nobody is late, the very rows that were read already."""
    if len(late) == 0:
        return population
    rest = [row.pk for row in population if row not in late]
    return population.filter(pk__in=rest) if rest else population.none()


def _figures(*specs, on):
    """Kept for a minute: each is asked for twice a page, and changes once in years."""
    key = f"members.figures:{specs[0].key}:{on}"
    return cache.get_or_set(key, lambda: figures(*specs, on=on), A_MINUTE)


def _in_charge(on):
    """Those who prepare it: the secretary and the 组织委员, while they can sign in and write it down.

    Kept for a minute, as every desk of the committee asks.
    """
    key = f"members.in_charge:{on}"
    return cache.get_or_set(key, lambda: _asked_who_is_in_charge(on), A_MINUTE)


def _asked_who_is_in_charge(on):
    held = roles.roles_that_allow("members.change_member")
    grants = RoleGrant.objects.active_on(on).filter(role__in=held, user__is_active=True)
    seats = Office.objects.active_on(on).filter(kind__in=IN_CHARGE)
    users = seats.filter(member__staff__user__in=grants.values("user"))
    return frozenset(users.values_list("member__staff__user", flat=True))
