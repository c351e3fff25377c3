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

# Long enough for someone away on a course, short enough that a lost slip soon opens nothing
LINK_DAYS = 7

CLOSED = "{name}的账号已停用，不能发登录条。"
DEAD = "这张登录条已经失效，请向管理员要一张新的。"
NOT_A_KEEPER = "提出任命的人要是书记或管理员。"
KEEPER_WITHOUT_END = "书记和管理员不写结束日期：先任命接任的人，再结束前任。"
TWO_HANDS = "任命要由书记和管理员两个人一起定：一人提出，另一人确认。"
USED_SLIP = "{owner}的密码是 {used:%m-%d} 用{issuer}发的登录条设的"
ONE_HAND = "{slips}，这项任命要由另一位{role}确认，或者到 {free:%m-%d} 以后再办。"
GONE = "这项任命已经确认或撤回，请看最新的名单。"
LAST_KEEPER = "{role}只剩这一位，或者结束后书记和管理员会是同一个人。请先任命接任的人，再办这一步。"
HELD_BEFORE = "{role}已经有人担任过，不能再用这个命令。请在“角色任命”里由书记和管理员一起任命。"


# slips and passwords


@transaction.atomic
def issue_link(user, *, at, by):
    """Hand out a new slip; an earlier one that was not used opens nothing any more."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise ValidationError(CLOSED.format(name=user.name))
    user.links.filter(used_at=None).delete()
    last_day = timezone.localdate(at) + timedelta(days=LINK_DAYS)
    link = SignInLink(user=user, issued_by=by, expires_at=_end_of(last_day))
    link.full_clean()
    link.save()
    # The trace names the person: the key of the link is its secret.
    AuditEvent.record(actor=by, verb="link.issued", target=user, says=f"有效至 {last_day}")
    return link


def _end_of(day):
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


@transaction.atomic
def use_link(token, *, password, at):
    """Set the password a slip was handed out for; it opens nothing again, and no other session stays."""
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
    """Set a new password; every other session of the person ends with it."""
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
    """Close a sign-in: its roles end today, every session at its next request.

    A leaving may be recorded days late; until it is, the roles were held.
    """
    keeping = _locked_keeping(on)
    _refuse_to_lose_a_hand(keeping.filter(user=user), keeping.exclude(user=user))
    user.grants.proposed().delete()
    for grant in user.grants.standing_on(on).select_related("user"):
        _end(grant, on, by=by)
    user.links.filter(used_at=None).delete()
    # The number is free for whoever signs in with it next.
    user.is_active, user.phone = False, ""
    user.save(update_fields=["is_active", "phone"])
    AuditEvent.record(actor=by, verb="user.closed", target=user)
    return end_sessions(user=user, by=by)


@transaction.atomic
def reopen_account(*, user, by):
    """Someone is back: no role and no password of before holds, a new slip sets the next one."""
    user.is_active = True
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    AuditEvent.record(actor=by, verb="user.reopened", target=user)
    return user


@transaction.atomic
def end_sessions(*, user, by):
    """Sign a person out of every device at the next request of each."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    AuditEvent.record(actor=by, verb="user.sessions_ended", target=user)
    return user


# roles


@transaction.atomic
def grant_first(*, user, role, from_on, at):
    """Make the first secretary or the first administrator, whom nobody could propose yet."""
    if RoleGrant.objects.filter(role=role, confirmed_at__isnull=False).exists():
        raise ValidationError(HELD_BEFORE.format(role=Role(role).label))
    if user.grants.filter(role__in=KEEPERS).exists():
        raise ValidationError("书记和管理员要由两个人担任，请另选一位。")
    grant = RoleGrant(user=user, role=role, from_on=from_on, confirmed_at=at)
    return _stored(grant, "role.first", by=None)


@transaction.atomic
def propose_role(*, user, role, from_on, on, by, until_on=None):
    """Name whom to trust with a role; nothing opens before the other hand confirms."""
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
    _trace(grant, verb, by=by)
    return grant


def _trace(grant, verb, *, by):
    AuditEvent.record(actor=by, verb=verb, target=grant, says=str(grant))


@transaction.atomic
def confirm_role(grant, *, at, by):
    """The other hand agrees: from its first day on the role holds."""
    grant, on = _locked_proposal(grant), timezone.localdate(at)
    if not RoleGrant.objects.waiting_for(by, on=on).filter(pk=grant.pk).exists():
        raise ValidationError(TWO_HANDS)
    _refuse_one_behind_both(grant.proposed_by, by, at=at)
    if not grant.user.is_active:
        raise ValidationError(f"{grant.user}的账号已停用，请不同意这项任命。")
    grant.confirmed_by, grant.confirmed_at = by, at
    grant.full_clean()
    grant.save(update_fields=["confirmed_by", "confirmed_at"])
    _trace(grant, "role.confirmed", by=by)
    if grant.role in NEVER_REMEMBERED:
        end_sessions(user=grant.user, by=by)
    return grant


def _refuse_one_behind_both(proposer, confirmer, *, at):
    """Refuse two hands that one person could have signed in as, by slips they handed out.

    Who issued a slip may have used it, and then issued others in that name. Of several chains the
    refusal names the one that ends last, so that the day it gives is the day it is over.
    """
    used = SignInLink.objects.used_lately_at(at).exclude(issued_by=None)
    links = list(used.select_related("user", "issued_by").order_by("used_at"))
    chain = []
    while found := _shortest_chain(proposer, confirmer, links):
        chain = found
        first = min(link.used_at for link in chain)
        links = [link for link in links if link.used_at > first]
    if chain:
        raise ValidationError(_one_hand(chain, confirmer, on=timezone.localdate(at)))


def _shortest_chain(proposer, confirmer, links):
    """The slips that lead from one person to both hands; [] where nobody stands behind both."""
    one, other = (_chains_to(hand, links) for hand in (proposer, confirmer))
    chains = [one[person] + other[person] for person in one if person in other]
    return min(chains, key=len, default=[])


def _chains_to(hand, links):
    """{person: the slips by which they may sign in as this hand}; the hand itself needs none."""
    issued = defaultdict(list)
    for link in links:
        issued[link.user].append(link)
    chains, waiting = {hand: []}, deque([hand])
    while waiting:
        person = waiting.popleft()
        for link in issued[person]:
            if link.issued_by not in chains:
                chains[link.issued_by] = [*chains[person], link]
                waiting.append(link.issued_by)
    return chains


def _one_hand(chain, confirmer, *, on):
    held = RoleGrant.objects.keeping_on(on).filter(user=confirmer).first()
    first = min(timezone.localdate(link.used_at) for link in chain)
    return ONE_HAND.format(
        slips="，".join(map(_used_slip, chain)),
        role=held.get_role_display(),
        free=first + timedelta(days=SLIP_DAYS),
    )


def _used_slip(link):
    used = timezone.localdate(link.used_at)
    return USED_SLIP.format(owner=link.user.name, used=used, issuer=link.issued_by.name)


@transaction.atomic
def drop_proposal(grant, *, by):
    """Whoever proposed it takes it back, or the other hand does not agree."""
    grant = _locked_proposal(grant)
    _trace(grant, "role.withdrawn" if grant.proposed_by == by else "role.refused", by=by)
    grant.delete()


def _locked_proposal(grant):
    rows = RoleGrant.objects.select_for_update(of=("self",)).select_related("user", "proposed_by")
    proposal = rows.proposed().filter(pk=grant.pk).first()
    if proposal is None:
        raise ValidationError(GONE)
    return proposal


@transaction.atomic
def end_role(grant, *, on, by):
    """End a role at once, and today is its last day; either hand may do it alone."""
    keeping = _locked_keeping(on)
    _refuse_to_lose_a_hand(keeping.filter(pk=grant.pk), keeping.exclude(pk=grant.pk))
    standing = RoleGrant.objects.select_for_update(of=("self",)).standing_on(on)
    grant = standing.filter(pk=grant.pk).first()
    if grant is None:
        raise ValidationError("这项任命已经结束。")
    _end(grant, on, by=by)


def _end(grant, on, *, by):
    _trace(grant, "role.ended", by=by)
    end_after(grant, on, is_ended=True)


def _locked_keeping(on):
    """The grants of secretaries and administrators, held fast: two may not end each other's at once."""
    keepers = RoleGrant.objects.filter(role__in=KEEPERS).order_by("pk")
    list(keepers.select_for_update(of=("self",)).values_list("pk", flat=True))
    return RoleGrant.objects.keeping_on(on)


def _refuse_to_lose_a_hand(ended, remaining):
    """Roles are granted by two people; without one of the two hands nobody could name a successor."""
    lost = ended.first()
    if lost is None:
        return
    pairs = set(remaining.values_list("role", "user"))
    has_both = {role for role, _ in pairs} == KEEPERS
    if not has_both or len({user for _, user in pairs}) < len(KEEPERS):
        raise ValidationError(LAST_KEEPER.format(role=lost.get_role_display()))
