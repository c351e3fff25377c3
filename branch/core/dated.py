"""Rows with a first day and, once it is known, a last day: how one ends."""

from datetime import timedelta


def end_before(row, day):
    """It holds no more from this day on; what begins on the day or later has never held and goes."""
    if row.from_on >= day:
        row.delete()
        return
    row.until_on = day - timedelta(days=1)
    row.save(update_fields=["until_on"])
