"""Actions on accounts: sign-in slips, passwords, sessions, and roles granted by two people."""

from collections import defaultdict, deque
from datetime import datetime, time, timedelta

from axes.utils import reset
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from branch.core.dated import end_after
from branch.core.models import AuditEvent

from .models import (
    KEEPERS,
    NEVER_REMEMBERED,
    SLIP_DAYS,
    Role,
    RoleGrant,
    SignInLink,
    SignInTries,
    User,
)

# How long a slip is valid: a person may be away on a course, and a lost slip should soon expire
LINK_DAYS = 7

CLOSED = "{name}的账号已停用，不能发登录条。"
DEAD = "这张登录条已经失效，请向管理员要一张新的。"
NOT_A_KEEPER = "提出任命的人要是书记或管理员。"
KEEPER_WITHOUT_END = "书记和管理员不写结束日期：先任命接任的人，再结束前任。"
NOT_TWO_PEOPLE = "任命要由书记和管理员两个人一起定：一人提出，另一人确认。"
USED_SLIP = "{owner}的密码是 {used:%m-%d} 用{issuer}发的登录条设的"
SAME_PERSON = "{slips}，这项任命要由另一位{role}确认，或者到 {free:%m-%d} 以后再办。"
GONE = "这项任命已经确认或撤回，请看最新的名单。"
LAST_KEEPER = "{role}只剩这一位，或者结束后书记和管理员会是同一个人。请先任命接任的人，再办这一步。"
HELD_BEFORE = "{role}已经有人担任过，不能再用这个命令。请在“角色任命”里由书记和管理员一起任命。"


# slips and passwords


@transaction.atomic
def issue_link(user, *, at, by):
    """Issue a new sign-in slip; the unused earlier ones are deleted."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise ValidationError(CLOSED.format(name=user.name))
    user.links.filter(used_at=None).delete()
    last_day = timezone.localdate(at) + timedelta(days=LINK_DAYS)
    link = SignInLink(user=user, issued_by=by, expires_at=_end_of(last_day))
    link.full_clean()
    link.save()
    # The event names the person, not the link, whose key is secret.
    AuditEvent.record(actor=by, verb="link.issued", target=user, says=f"有效至 {last_day}")
    return link


def _end_of(day):
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


@transaction.atomic
def use_link(token, *, password, at):
    """Set a password with a slip; the slip is spent, and all other sessions of the user end."""
    links = SignInLink.objects.select_for_update(of=("self",)).select_related("user")
    link = links.open_at(at).filter(token=token).first()
    if link is None:
        raise ValidationError(DEAD)
    link.used_at = at
    link.save(update_fields=["used_at"])
    user = change_password(user=link.user, password=password, by=link.user)
    AuditEvent.record(actor=user, verb="link.used", target=user)
    _forget_tries(user)
    return user


@transaction.atomic
def change_password(*, user, password, by):
    """Set a new password; all other sessions of the user end."""
    user.set_password(password)
    user.save(update_fields=["password"])
    AuditEvent.record(actor=by, verb="user.password_changed", target=user)
    return user


@transaction.atomic
def unlock(user, *, by):
    """Let a person try again at once after too many wrong passwords."""
    _forget_tries(user)
    AuditEvent.record(actor=by, verb="user.unlocked", target=user)
    return user


def _forget_tries(user):
    """Lift the lock and the pause for a user's name."""
    reset(username=user.username)
    SignInTries.objects.filter(name=user.username).delete()


@transaction.atomic
def close_account(*, user, on, by):
    """Deactivate an account: its roles end on this day, its sessions at their next request.

    A leaving may be recorded days late; the roles were held until it was recorded.
    """
    keeping = _lock_keepers(on)
    _refuse_to_end_the_last(keeping.filter(user=user), keeping.exclude(user=user))
    user.grants.proposed().delete()
    for grant in user.grants.standing_on(on).select_related("user"):
        _end(grant, on, by=by)
    user.links.filter(used_at=None).delete()
    # Another user may sign in with this number from now on.
    user.is_active, user.phone = False, ""
    user.save(update_fields=["is_active", "phone"])
    AuditEvent.record(actor=by, verb="user.closed", target=user)
    return end_sessions(user=user, by=by)


@transaction.atomic
def reopen_account(*, user, by):
    """Activate an account again, without roles and password; a new slip sets the password."""
    user.is_active = True
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    AuditEvent.record(actor=by, verb="user.reopened", target=user)
    return user


@transaction.atomic
def end_sessions(*, user, by):
    """End all sessions of a user, each at its next request."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    AuditEvent.record(actor=by, verb="user.sessions_ended", target=user)
    return user


# roles


@transaction.atomic
def grant_first(*, user, role, from_on, at):
    """Grant the first secretary or administrator; nobody can propose one yet."""
    if RoleGrant.objects.filter(role=role, confirmed_at__isnull=False).exists():
        raise ValidationError(HELD_BEFORE.format(role=Role(role).label))
    if user.grants.filter(role__in=KEEPERS).exists():
        raise ValidationError("书记和管理员要由两个人担任，请另选一位。")
    grant = RoleGrant(user=user, role=role, from_on=from_on, confirmed_at=at)
    return _stored(grant, "role.first", by=None)


@transaction.atomic
def propose_role(*, user, role, from_on, on, by, until_on=None):
    """Propose a role for a user; it gives no permission until a second person confirms it."""
    if not RoleGrant.objects.keeping_on(on).filter(user=by).exists():
        raise ValidationError(NOT_A_KEEPER)
    if role in KEEPERS and until_on:
        raise ValidationError({"until_on": KEEPER_WITHOUT_END})
    if until_on and until_on < on:
        raise ValidationError({"until_on": "结束日期已经过了，请核对。"})
    grant = RoleGrant(user=user, role=role, from_on=from_on, until_on=until_on, proposed_by=by)
    return _stored(grant, "role.proposed", by=by)


def _stored(grant, verb, *, by):
    if not grant.user.is_active:
        raise ValidationError({"user": "这个账号已停用，请另选一位。"})
    grant.full_clean()
    grant.save()
    _record(grant, verb, by=by)
    return grant


def _record(grant, verb, *, by):
    AuditEvent.record(actor=by, verb=verb, target=grant, says=str(grant))


@transaction.atomic
def confirm_role(grant, *, at, by):
    """Confirm a proposed role; it is held from its first day."""
    grant, on = _locked_proposal(grant), timezone.localdate(at)
    if not RoleGrant.objects.waiting_for(by, on=on).filter(pk=grant.pk).exists():
        raise ValidationError(NOT_TWO_PEOPLE)
    _refuse_one_person_behind_both(grant.proposed_by, by, at=at)
    if not grant.user.is_active:
        raise ValidationError(f"{grant.user}的账号已停用，请不同意这项任命。")
    grant.confirmed_by, grant.confirmed_at = by, at
    grant.full_clean()
    grant.save(update_fields=["confirmed_by", "confirmed_at"])
    _record(grant, "role.confirmed", by=by)
    if grant.role in NEVER_REMEMBERED:
        end_sessions(user=grant.user, by=by)
    return grant


def _refuse_one_person_behind_both(proposer, confirmer, *, at):
    """Refuse a proposer and a confirmer as whom one person could have signed in, with slips.

    The issuer of a slip may have used it, and then issued others in that name. Of several chains the
    refusal names the one that expires last, so that the day it gives holds for all of them.
    """
    used = SignInLink.objects.used_lately_at(at).exclude(issued_by=None)
    links = list(used.select_related("user", "issued_by").order_by("used_at"))
    chain = []
    while found := _shortest_chain(proposer, confirmer, links):
        chain = found
        first = min(link.used_at for link in chain)
        links = [link for link in links if link.used_at > first]
    if chain:
        raise ValidationError(_same_person(chain, confirmer, on=timezone.localdate(at)))


def _shortest_chain(proposer, confirmer, links):
    """The fewest slips by which one person can sign in as both; [] where nobody can."""
    one, other = (_chains_to(user, links) for user in (proposer, confirmer))
    chains = [one[person] + other[person] for person in one if person in other]
    return min(chains, key=len, default=[])


def _chains_to(user, links):
    """{person: the slips by which they can sign in as this user}; the user needs none."""
    issued = defaultdict(list)
    for link in links:
        issued[link.user].append(link)
    chains, waiting = {user: []}, deque([user])
    while waiting:
        person = waiting.popleft()
        for link in issued[person]:
            if link.issued_by not in chains:
                chains[link.issued_by] = [*chains[person], link]
                waiting.append(link.issued_by)
    return chains


def _same_person(chain, confirmer, *, on):
    held = RoleGrant.objects.keeping_on(on).filter(user=confirmer).first()
    first = min(timezone.localdate(link.used_at) for link in chain)
    return SAME_PERSON.format(
        slips="，".join(map(_slip_used, chain)),
        role=held.get_role_display(),
        free=first + timedelta(days=SLIP_DAYS),
    )


def _slip_used(link):
    used = timezone.localdate(link.used_at)
    return USED_SLIP.format(owner=link.user.name, used=used, issuer=link.issued_by.name)


@transaction.atomic
def drop_proposal(grant, *, by):
    """Delete a proposal: its proposer withdraws it, or the second person refuses it."""
    grant = _locked_proposal(grant)
    _record(grant, "role.withdrawn" if grant.proposed_by == by else "role.refused", by=by)
    grant.delete()


def _locked_proposal(grant):
    rows = RoleGrant.objects.select_for_update(of=("self",)).select_related("user", "proposed_by")
    proposal = rows.proposed().filter(pk=grant.pk).first()
    if proposal is None:
        raise ValidationError(GONE)
    return proposal


@transaction.atomic
def end_role(grant, *, on, by):
    """End a role at once, with this day as its last; one person may do it alone."""
    keeping = _lock_keepers(on)
    _refuse_to_end_the_last(keeping.filter(pk=grant.pk), keeping.exclude(pk=grant.pk))
    standing = RoleGrant.objects.select_for_update(of=("self",)).standing_on(on)
    grant = standing.filter(pk=grant.pk).first()
    if grant is None:
        raise ValidationError("这项任命已经结束。")
    _end(grant, on, by=by)


def _end(grant, on, *, by):
    _record(grant, "role.ended", by=by)
    end_after(grant, on, is_ended=True)


def _lock_keepers(on):
    """Lock the grants of secretaries and administrators, and return those in force on the day.

    Otherwise two of them could end each other's at the same moment.
    """
    keepers = RoleGrant.objects.filter(role__in=KEEPERS).order_by("pk")
    list(keepers.select_for_update(of=("self",)).values_list("pk", flat=True))
    return RoleGrant.objects.keeping_on(on)


def _refuse_to_end_the_last(ended, remaining):
    """Refuse to end the last secretary or administrator, or to leave both roles to one person.

    A role is granted by two people; one alone could not grant a successor.
    """
    lost = ended.first()
    if lost is None:
        return
    pairs = set(remaining.values_list("role", "user"))
    has_both = {role for role, _ in pairs} == KEEPERS
    if not has_both or len({user for _, user in pairs}) < len(KEEPERS):
        raise ValidationError(LAST_KEEPER.format(role=lost.get_role_display()))
