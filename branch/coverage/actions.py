from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from branch.core.dated import ONE_DAY, end_after
from branch.core.models import AuditEvent
from branch.core.undo import Trace, undoes

from .models import Excuse, Notice


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
    """Delete the notices of a person who leaves."""
    Notice.objects.filter(user=user).delete()


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
