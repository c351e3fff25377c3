"""Actions of a person on the own address for reminders; no audit event and no message on the screen has it."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from branch.core.figures import figure
from branch.core.models import AuditEvent
from branch.operations.actions import start_job

from .figures import LINK_HOURS, LINKS_A_DAY
from .models import Mailbox, OutboxMessage
from .outbox import enqueue

LINK_JOB = "coverage.link"
NO_MAIL = "学校还没有开通邮件，地址先不用填。"
SAME = "这个地址已经确认过，提醒就发到这里。"
TOO_MANY = "今天已经发了 {count} 次确认链接。请到邮箱的垃圾邮件里找一找，或者明天再发。"
EXPIRED = "链接已经失效：用过、过期，或者后来又填了别的地址。要用那个地址，请再发一次。"
NONE_ASKED = "没有等待确认的地址。"


@transaction.atomic
def ask_address(*, address, at, by):
    """Let an address wait to be confirmed and send it a link; the former one stays in use until then."""
    if not settings.HAS_MAIL:
        raise ValidationError(NO_MAIL)
    mailbox = _locked(by)
    if address == mailbox.address:
        raise ValidationError({"address": SAME})
    _refuse_too_many(by, at=at)
    mailbox.asked_address, mailbox.token, mailbox.asked_at = address, uuid4(), at
    mailbox.full_clean()
    mailbox.save()
    message = enqueue(f"link:{uuid4()}", channel="mail", kind="link", user=by, at=at)
    AuditEvent.record(actor=by, verb="mailbox.asked", target=by)
    start_job(LINK_JOB, {"message": message.pk}, by=by, at=at)
    return mailbox


def ask_again(*, at, by):
    """Send another link to the address that waits; the first one confirms nothing any more."""
    mailbox = Mailbox.objects.filter(user=by).exclude(asked_address="").first()
    if mailbox is None:
        raise ValidationError(NONE_ASKED)
    return ask_address(address=mailbox.asked_address, at=at, by=by)


def _refuse_too_many(user, *, at):
    most = figure(LINKS_A_DAY.key, on=timezone.localdate(at))
    links = OutboxMessage.objects.filter(user=user, made_at__gt=at - timedelta(days=1))
    if links.filter(kind=OutboxMessage.Kind.LINK).count() >= most:
        raise ValidationError(TOO_MANY.format(count=most))


@transaction.atomic
def confirm_address(token, *, at, by):
    """Use the address that waits from now on; only who asked for it can, and only by its link."""
    hours = figure(LINK_HOURS.key, on=timezone.localdate(at))
    asked = Mailbox.objects.select_for_update().asked_with(token, user=by, at=at, hours=hours)
    mailbox = asked.first()
    if mailbox is None:
        raise ValidationError(EXPIRED)
    mailbox.address, mailbox.confirmed_at = mailbox.asked_address, at
    mailbox.asked_address, mailbox.token, mailbox.asked_at = "", None, None
    mailbox.full_clean()
    mailbox.save()
    AuditEvent.record(actor=by, verb="mailbox.confirmed", target=by)
    return mailbox


@transaction.atomic
def switch_mail(*, is_on, by):
    """Have reminders sent by e-mail, or not; in the portal they stay."""
    mailbox = _locked(by)
    mailbox.is_on = is_on
    mailbox.save(update_fields=["is_on"])
    AuditEvent.record(actor=by, verb="mailbox.switched", target=by)
    return mailbox


@transaction.atomic
def drop_address(*, by):
    """Delete the own address and the one that waits."""
    Mailbox.objects.filter(user=by).delete()
    AuditEvent.record(actor=by, verb="mailbox.deleted", target=by)


def _locked(user):
    """The row of the user, locked; made where there is none yet."""
    Mailbox.objects.bulk_create([Mailbox(user=user)], ignore_conflicts=True)
    return Mailbox.objects.select_for_update().get(user=user)
