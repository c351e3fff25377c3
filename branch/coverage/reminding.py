"""Planning the reminders of a day: what is due for whom, told in 通知 and put into the outbox."""

from collections import Counter

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from branch.accounts.backends import RoleBackend
from branch.accounts.models import User
from branch.core.models import SiteProfile

from .actions import notify
from .clock import is_time_to_plan, occasion_of
from .desk import todos
from .models import Mailbox, Notice, OutboxMessage, ReminderRound
from .notices import DueThisWeek, DueToday
from .outbox import enqueue
from .status import statuses

Kind = OutboxMessage.Kind
NOTICES = {Kind.WEEK: DueThisWeek, Kind.DAY: DueToday}


def plan_reminders(*, at):
    """Plan what people are to be told today, once; returns for how many people something is due.

    A run that was cut off is gone through again: each message has a key of its own.
    """
    day = timezone.localdate(at)
    if not is_time_to_plan(at):
        return 0
    round_, _ = ReminderRound.objects.get_or_create(day=day)
    if round_.ended_at:
        return 0
    occasion = occasion_of(day)
    due = _due_of_everybody(occasion, at=at)
    for user, counts in due:
        _tell(user, counts, occasion, at=at)
    _end(occasion, due, at=at)
    return len(due)


def _due_of_everybody(occasion, *, at):
    """[(user, how much is due by duty)] of those who are reminded on such an occasion and have something."""
    site, backend = SiteProfile.current(), RoleBackend()
    found = []
    for pk in User.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True):
        user = backend.get_user(pk)
        if user and user.has_perm(occasion.kind.permission):
            counts = due_counts(user, occasion, at=at, site=site)
            if counts:
                found.append((user, counts))
    return found


def due_counts(user, occasion, *, at, site):
    """{key of a duty, "" for what is none: how many things of the user's desk fall due}."""
    found = statuses(user, on=timezone.localdate(at))
    gaps = [(status.duty.key, gap) for status in found for gap in status.own_gaps]
    listed = todos(found, [gap for _, gap in gaps], user=user, site=site, at=at)
    by_duty = Counter(key for key, gap in gaps if occasion.asks_for(gap.due_on))
    others = sum(occasion.asks_for(todo.due_on) for todo in listed) - by_duty.total()
    return dict(by_duty) | ({"": others} if others else {})


@transaction.atomic
def _tell(user, counts, occasion, *, at):
    """Tell one user in 通知, and by e-mail where that is wanted; a user who was told already is not told again."""
    day = timezone.localdate(at)
    kind = NOTICES[occasion.kind]
    if not Notice.objects.filter(user=user, kind=kind.key, day=day).exists():
        count = sum(counts.values())
        notify(kind=kind, users=[user], subject=user, by=None, count=count, day=day)
    wanted = Mailbox.objects.exclude(address="").filter(user=user, is_on=True)
    if settings.HAS_MAIL and wanted.exists():
        key = f"{occasion.kind}:{day}:{user.pk}"
        enqueue(key, channel="mail", kind=occasion.kind, user=user, counts=counts, at=at)


@transaction.atomic
def _end(occasion, due, *, at):
    """End the round: the sum goes to the group on Mondays, and reminders of earlier days are settled."""
    day = timezone.localdate(at)
    Notice.objects.filter(kind=DueToday.key, day__lt=day).delete()
    if occasion.kind == Kind.WEEK:
        Notice.objects.filter(kind=DueThisWeek.key, day__lt=day).delete()
        total = sum(sum(counts.values()) for _, counts in due)
        if total and settings.ROBOT_SECRET_URL:
            enqueue(f"week:{day}:robot", channel="robot", kind="week", counts={"": total}, at=at)
    ReminderRound.objects.filter(day=day, ended_at=None).update(ended_at=at)
