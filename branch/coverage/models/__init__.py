"""Excuses from duties, notices, and reminders that leave the portal."""

from .excuses import Excuse
from .mailboxes import Mailbox
from .notices import Notice
from .outbox import OutboxMessage, ReminderRound

__all__ = ["Excuse", "Mailbox", "Notice", "OutboxMessage", "ReminderRound"]
