"""What a cell of a ledger holds, and how it reads on screen and paper."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone


def cell_of(value):
    """The value as a number, a day, a moment of the school's clock, or text; None where it is absent."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    if value is None or isinstance(value, (int, float, Decimal, date)):
        return value
    return str(value) or None


def text_of(cell):
    """How the cell reads: 2026-11-20 16:00, 2026-11-20, 12.5; nothing for None."""
    if cell is None:
        return ""
    return f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else str(cell)
