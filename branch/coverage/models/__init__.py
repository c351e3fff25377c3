"""Excuses from duties, notices, reminders that leave the portal, and what the board said each week."""

from .excuses import Excuse
from .mailboxes import Mailbox
from .notices import Notice
from .outbox import OutboxMessage, ReminderRound
from .snapshots import BoardSnapshot

__all__ = ["BoardSnapshot", "Excuse", "Mailbox", "Notice", "OutboxMessage", "ReminderRound"]
