from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from branch.core.dated import ONE_DAY, end_after
from branch.core.models import AuditEvent
from branch.core.undo import Trace, undoes

from .models import Excuse, Mailbox, Notice, OutboxMessage

MAY_HAVE_ARRIVED = "这一条可能已经送到，不能再发。请点“知道了”。"


@transaction.atomic
def record_excuse(*, duty_key, subject, reason, from_on, by, until_on=None):
    """Excuse one subject from a duty for a while; an empty key means every duty."""
    type(subject).objects.select_for_update().get(pk=subject.pk)
    excuse = Excuse(
        duty_key=duty_key,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        reason=reason,
        from_on=from_on,
        until_on=until_on,
        set_by=by,
    )
    excuse.full_clean()
    if Excuse.objects.overlapping(excuse).exists():
        raise ValidationError("这段时间里已登记过暂缓。要改，请先结束那一条。")
    excuse.save()
    AuditEvent.record(actor=by, verb="excuse.recorded", target=excuse)
    return excuse


@transaction.atomic
def end_excuse(excuse, *, on, by):
    """End an excuse with the day before; one that only began today is marked void.

    Returns the step, which can be undone today.
    """
    excuse = Excuse.objects.select_for_update().filter(pk=excuse.pk).active_on(on).first()
    if excuse is None:
        raise ValidationError("这条暂缓已经结束。")
    AuditEvent.record(actor=by, verb="excuse.ended", target=excuse)
    trace = Trace(excuse)
    end_after(excuse, on - ONE_DAY)
    return trace.keep("excuse.ended", target=excuse, on=on, by=by)


@undoes("excuse.ended", permission="coverage.add_excuse")
def resume_excuse(rows, *, on, by):
    """Let an excuse run on that was ended by mistake, unless another one was recorded meanwhile."""
    (excuse,) = rows
    if Excuse.objects.overlapping(excuse).exclude(pk=excuse.pk).exists():
        raise ValidationError("之后又登记了别的暂缓，不能撤销。")
    AuditEvent.record(actor=by, verb="excuse.resumed", target=excuse)


def notify(*, kind, users, subject, by, count=1, day=None):
    """Tell each of these users that something about the subject is new, for the action that made it so.

    The person who acted is left out, and so are users who cannot sign in and `None`, a colleague without a sign-in.
    A user has one notice of a subject: a later one replaces it and is unread.
    """
    told = {user.pk for user in users if user and user.is_active} - {by and by.pk}
    facts = {"kind": kind.key, "count": count, "day": day, "by": by}
    about = {"subject_type": subject._meta.label_lower, "subject_id": subject.pk}
    Notice.objects.bulk_create(
        [Notice(user_id=pk, **about, **facts) for pk in sorted(told)],
        update_conflicts=True,
        unique_fields=["user", *about],
        update_fields=[*facts, "told_at", "read_at"],
    )


def settle_notices(*subjects):
    """Delete everybody's notices of these subjects, rows or querysets: the work is done, or there is none."""
    Notice.objects.about(*subjects).delete()


def drop_notices(*, user):
    """Delete the notices of a person who leaves, with the address and what waits to be sent there."""
    for model in (Notice, OutboxMessage, Mailbox):
        model.objects.filter(user=user).delete()


@transaction.atomic
def open_notice(notice, *, at, by):
    """Mark a notice as read and return the address of its work; "" if there is none any more, which deletes it."""
    if not notice.is_open_to(by):
        notice.delete()
        return ""
    read_notices(Notice.objects.filter(pk=notice.pk), at=at)
    return notice.url_on(timezone.localdate(at))


def read_notices(notices, *, at):
    """Mark those of these notices as read that are not."""
    notices.unread().update(read_at=at)


@transaction.atomic
def send_again(message, *, at, by):
    """Let a message that was given up wait again; not one that may have been taken."""
    message = _given_up(message)
    if message.may_have_arrived:
        raise ValidationError(MAY_HAVE_ARRIVED)
    message.state, message.try_count, message.next_try_at = OutboxMessage.State.WAITING, 0, at
    message.save(update_fields=["state", "try_count", "next_try_at"])
    AuditEvent.record(actor=by, verb="message.again", target=message)
    return message


@transaction.atomic
def settle_message(message, *, at, by):
    """Put a message away that was given up; returns the step, which can be undone today."""
    message = _given_up(message)
    trace, message.settled_at = Trace(message), at
    message.save(update_fields=["settled_at"])
    AuditEvent.record(actor=by, verb="message.settled", target=message)
    return trace.keep("message.settled", target=message, on=timezone.localdate(at), by=by)


@undoes("message.settled", permission="operations.view_chorerun")
def bring_back_message(rows, *, on, by):
    """Show a message again that was put away."""
    (message,) = rows
    AuditEvent.record(actor=by, verb="message.brought_back", target=message)


def _given_up(message):
    """The message, locked; refused where somebody has dealt with it meanwhile."""
    found = OutboxMessage.objects.select_for_update().given_up().filter(pk=message.pk).first()
    if found is None:
        raise ValidationError("这条已经有人处理过。")
    return found
