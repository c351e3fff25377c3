"""Sign-in slips: of colleagues, and of the first secretary and administrator of an empty school."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from branch.accounts.actions import grant_first, issue_link, reopen_account
from branch.accounts.models import User
from branch.core.models import AuditEvent
from branch.school.models import SignInState, Staff

from .staff import write_through_to_user


@transaction.atomic
def open_sign_ins(staff, *, at, by):
    """Issue a slip to each of these colleagues, and create the sign-ins that are missing; return the slips."""
    rows = _locked().filter(pk__in=[row.pk for row in staff])
    return [_open_sign_in(row, at=at, by=by) for row in rows.select_related("user")]


@transaction.atomic
def open_waiting_sign_ins(*, at, by):
    """Issue a slip to everyone who cannot sign in yet; return the slips.

    The state is read under the lock: of two administrators at once, the later one does not void slips
    that the earlier one has printed.
    """
    locked = list(_locked())
    rows = Staff.objects.filter(pk__in=[row.pk for row in locked]).with_sign_in_at(at)
    waiting = rows.filter(sign_in=SignInState.NONE)
    return [_open_sign_in(row, at=at, by=by) for row in waiting]


def _locked():
    return Staff.objects.select_for_update(of=("self",)).staying()


def _open_sign_in(staff, *, at, by):
    if staff.user is None:
        _make_user(staff, by=by)
    elif not staff.user.is_active:
        reopen_account(user=staff.user, by=by)
    write_through_to_user(staff)
    return issue_link(staff.user, at=at, by=by)


def _make_user(staff, *, by):
    if User.objects.filter(username=staff.number).exists():
        raise ValidationError(f"工号 {staff.number} 已有别人的账号，请先核对{staff.name}的工号。")
    staff.user = User.objects.create_user(staff.number, name=staff.name)
    staff.save(update_fields=["user"])
    AuditEvent.record(actor=by, verb="user.opened", target=staff.user)


@transaction.atomic
def open_first_sign_in(*, role, number, name, at):
    """Issue the slip of the first secretary or administrator of an empty school, for the command line."""
    staff, is_new = Staff.objects.get_or_create(number=number, defaults={"name": name})
    if staff.name != name:
        raise ValidationError(f"工号 {number} 是{staff.name}，不是{name}。请核对后再试。")
    if is_new:
        staff.full_clean()
        AuditEvent.record(actor=None, verb="staff.added", target=staff)
    links = open_sign_ins([staff], at=at, by=None)
    if not links:
        raise ValidationError(f"{name}已登记离校，不能担任。")
    user = links[0].user
    grant_first(user=user, role=role, from_on=timezone.localdate(at), at=at)
    return links[0]
