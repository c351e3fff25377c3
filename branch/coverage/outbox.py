"""The outbox: what is to leave is stored, and sent once, or a second time where the first answer was lost.

A message is claimed by one conditional update. A second one, right before its text leaves, counts it as handed over
and fails if another sender has the message by now. No transaction is open while a server is waited for.
"""

import logging
from datetime import timedelta
from http.client import HTTPException
from smtplib import SMTPException
from uuid import uuid4

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from branch.accounts.backends import RoleBackend
from branch.core.figures import figure, figures

from .channels import NoAnswerError, NotTakenError, send_mail, send_robot
from .clock import is_quiet
from .figures import LINK_HOURS, RETRY_MINUTES, TRIES
from .models import Mailbox, OutboxMessage
from .models.outbox import DOUBTS
from .wording import LINK_TITLE, link_body, reminder_body, robot_text, title_of

logger = logging.getLogger(__name__)

State, Kind = OutboxMessage.State, OutboxMessage.Kind
# ValueError: an address or a name of a host that cannot be encoded
FAILURES = (NotTakenError, NoAnswerError, SMTPException, HTTPException, OSError, ValueError)
# after so many tries in a row that failed, the rest waits for the next `tick`: each may wait for a server
FAILED_IN_A_ROW = 3
LONGEST_PAUSE = timedelta(hours=6)
NO_REPLY = "发送中断"


class TakenOverError(Exception):
    """Raised where another sender has the message by now, or it was handed over too often."""


def enqueue(key, *, channel, kind, at, user=None, counts=None):
    """Return the message of this key, which is put into the outbox unless it is there."""
    host = settings.PORTAL_URL.partition("//")[2].partition(":")[0].partition("/")[0]
    message = OutboxMessage(
        key=key,
        channel=channel,
        kind=kind,
        user=user,
        counts=counts or {},
        message_id=f"<{uuid4().hex}@{host}>",
        made_at=at,
        next_try_at=at,
    )
    message.full_clean(exclude=["key"], validate_unique=False)
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
    return OutboxMessage.objects.get(key=key)


def send_waiting(*, at):
    """Send what waits and may leave at the moment; returns how many messages were sent."""
    take_up_abandoned(at=at)
    due = OutboxMessage.objects.due_at(at)
    sent = failed = 0
    for pk, kind in list(due.values_list("pk", "kind")):
        # asked each time: servers that are slow may take until night
        if kind != Kind.LINK and is_quiet(timezone.now()):
            continue
        ended = deliver(pk)
        sent += ended == State.SENT
        failed = failed + 1 if ended in (State.WAITING, State.GIVEN_UP) else 0
        if failed == FAILED_IN_A_ROW:
            break
    return sent


def take_up_abandoned(*, at):
    """End the try of each message whose sender was killed: it waits again, or is given up after a second handing over."""
    for message in OutboxMessage.objects.abandoned_at(at):
        _end_try(message, NO_REPLY)


def deliver(pk):
    """Send one message if it waits; returns the state in which that ended it, None where another sender has it.

    Like a worker, it reads the clock itself.
    """
    message = OutboxMessage.objects.claim(pk, at=timezone.now())
    if message is None:
        return None
    send = _send_of(message)
    if send is None:
        return _end(message, State.DROPPED)
    try:
        send(hand_over=lambda: hand_over(message))
    except TakenOverError:
        logger.warning("message %s was taken over by another sender", message.pk)
        return None
    except NotTakenError as refusal:
        _take_back(message)
        return _end_try(message, str(refusal))
    except FAILURES as error:
        return _end_try(message, type(error).__name__)
    return _end(message, State.SENT, sent_at=timezone.now(), failure="")


def _send_of(message):
    """A function that sends the message; None where its addressee may not be told any more."""
    if message.channel == OutboxMessage.Channel.ROBOT:
        text = robot_text(message, on=timezone.localdate())
        return lambda hand_over: send_robot(text=text, hand_over=hand_over)
    found = _mail_of(message)
    if found is None:
        return None
    to, subject, body = found
    mail = {"to": to, "subject": subject, "body": body, "message_id": message.message_id}
    return lambda hand_over: send_mail(**mail, hand_over=hand_over)


def _mail_of(message):
    """(address, subject, body) as of now; None for a user who has left, may not or does not want to be told."""
    user = RoleBackend().get_user(message.user_id)
    mailbox = Mailbox.objects.filter(user=message.user_id).first()
    if user is None or mailbox is None or not user.has_perm(Kind(message.kind).permission):
        return None
    if message.kind == Kind.LINK:
        return _link_mail(message, mailbox)
    if not (mailbox.address and mailbox.is_on):
        return None
    title = title_of(message, on=timezone.localdate())
    return mailbox.address, title, reminder_body(message)


def _link_mail(message, mailbox):
    """(address, subject, body) of the link asked for last; None for an earlier link, which opens nothing any more."""
    now = timezone.now()
    hours = figure(LINK_HOURS.key, on=timezone.localdate(now))
    if mailbox.asked_at != message.made_at or not mailbox.is_asked_at(now, hours=hours):
        return None
    return mailbox.asked_address, LINK_TITLE, link_body(mailbox.token, hours=hours)


def hand_over(message):
    """Count the message as handed over, before its text leaves."""
    ours = OutboxMessage.objects.of_claim(message).filter(doubt_count__lt=DOUBTS)
    if not ours.update(doubt_count=F("doubt_count") + 1, claimed_at=timezone.now()):
        raise TakenOverError(message.pk)
    message.doubt_count += 1
    message.was_handed_over = True


def _take_back(message):
    """Undo the count of `hand_over`: the server said that it did not take the message."""
    if message.was_handed_over:
        OutboxMessage.objects.of_claim(message).update(doubt_count=F("doubt_count") - 1)
        message.doubt_count -= 1


def _end_try(message, failure):
    """End a failed try: the message waits for the next one, or is given up after the last."""
    logger.warning("message %s was not sent: %s", message.pk, failure)
    now = timezone.now()
    tries, minutes = figures(TRIES, RETRY_MINUTES, on=timezone.localdate(now))
    pause = min(timedelta(minutes=float(minutes)) * 2 ** (message.try_count - 1), LONGEST_PAUSE)
    is_last = message.doubt_count >= DOUBTS or message.try_count >= tries
    state = State.GIVEN_UP if is_last else State.WAITING
    return _end(message, state, next_try_at=now + pause, failure=failure[:60])


def _end(message, state, **values):
    """Store the state in which the try ended and return it; None if another sender has the message by now."""
    ours = OutboxMessage.objects.of_claim(message)
    return state if ours.update(state=state, claim=None, claimed_at=None, **values) else None
