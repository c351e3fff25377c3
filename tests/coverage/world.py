"""An address that waits for its link, and a message that was given up."""

from uuid import uuid4

from django.utils import timezone

from branch.coverage.models import Mailbox, OutboxMessage
from branch.coverage.outbox import enqueue
from tests.factories import make_member


def add_rows(world):
    """Own: the address that the member asked for, a message to a member. Other: those of a colleague."""
    member, colleague = world.users["member"], make_member().staff.user
    world.rows["asked_address"] = {
        "own": {"token": _asked(member)},
        "other": {"token": _asked(colleague)},
    }
    world.add("message", _given_up(member), _given_up(colleague))


def _asked(user):
    asked = {"asked_address": "new@example.com", "asked_at": timezone.now(), "token": uuid4()}
    return Mailbox.objects.create(user=user, **asked).token


def _given_up(user):
    key, at = f"tests:{user.pk}", timezone.now()
    message = enqueue(key, channel="mail", kind="week", user=user, counts={"": 1}, at=at)
    OutboxMessage.objects.filter(pk=message.pk).update(state=OutboxMessage.State.GIVEN_UP)
    return message
