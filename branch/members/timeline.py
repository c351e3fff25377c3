"""The history of a member: the dated changes of several tables as one list."""

from dataclasses import dataclass
from datetime import date

from branch.core.dated import ONE_DAY
from branch.coverage.models import Excuse

from .models import Member, MemberStatus

Kind = MemberStatus.Kind


@dataclass(frozen=True)
class Change:
    """One dated line of a member's history."""

    day: date
    title: str
    text: str = ""
    icon: str = "flag"
    tone: str = "hot"


def changes_of(member):
    """The changes of a member, the latest first."""
    found = [
        *_status_changes(list(member.statuses.order_by("from_on")), member.joined_on),
        *_office_changes(member),
        *_absences(member),
        *_group_changes(member),
    ]
    return sorted(found, key=lambda change: change.day, reverse=True)


def _status_changes(statuses, joined_on):
    for before, status, after in zip(
        [None, *statuses], statuses, [*statuses[1:], None], strict=False
    ):
        yield Change(status.from_on, _title_of(status, before, joined_on))
        if status.extended_on:
            yield Change(
                status.extended_on, "延长预备期", f"延长至 {status.extended_until}", "clock", "warm"
            )
        if status.until_on and not _follows(after, status):
            yield Change(status.until_on, "离开本支部", "组织关系转出", "out", "blue")


def _title_of(status, before, joined_on):
    if status.kind == Kind.PROBATIONARY:
        return "接收为预备党员" if status.from_on == joined_on else "预备党员，转入本支部"
    is_regularised = before and before.kind == Kind.PROBATIONARY and _follows(status, before)
    return "转为正式党员" if is_regularised else "正式党员，编入本支部"


def _follows(status, before):
    return bool(status) and status.from_on == before.until_on + ONE_DAY


def _office_changes(member):
    offices = list(member.offices.order_by("from_on"))
    renewed = {office.pk for office in offices if _renewed_by(office, offices)}
    begun_anew = {_renewed_by(office, offices).pk for office in offices if office.pk in renewed}
    for office in offices:
        verb, name = "连任" if office.pk in begun_anew else "任", office.get_kind_display()
        yield Change(office.from_on, f"{verb}{name}", icon="users", tone="")
        if office.until_on and office.pk not in renewed:
            yield Change(office.until_on, f"担任{name}到这一天", icon="users", tone="blue")


def _renewed_by(office, offices):
    """The seat of the same kind that begins the day after this one ends, or None."""
    later = (row for row in offices if office.until_on and row.kind == office.kind)
    return next((row for row in later if _follows(row, office)), None)


def _absences(member):
    for excuse in Excuse.objects.standing(Member).filter(subject_id=member.pk):
        until = f"至 {excuse.until_on}" if excuse.until_on else ""
        yield Change(excuse.from_on, f"外出：{excuse.reason}", until, "bus", "warm")


def _group_changes(member):
    former = list(member.former_groups.select_related("group").order_by("until_on"))
    groups = [*(row.group for row in former), member.group]
    for row, group in zip(former, groups[1:], strict=True):
        if group != row.group:
            text = f"由{row.group}调到{group}"
            yield Change(row.until_on + ONE_DAY, "调整党小组", text, "sync", "blue")
