"""The value of a ledger's cell, and its text on screen and paper."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone


def cell_of(value):
    """Return the value as a number, a date, a naive local datetime or text; None if it is absent."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    if value is None or isinstance(value, (int, float, Decimal, date)):
        return value
    return str(value) or None


def text_of(cell):
    """Return the text of a cell: 2026-11-20 16:00, 2026-11-20, 12.5, 1,000.00; empty for None."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:,}"
    return f"{cell:%Y-%m-%d %H:%M}" if isinstance(cell, datetime) else str(cell)
