"""The forms of the class track."""

from .heads import DayOfHours, WaiverForm, waiver_fields

__all__ = ["DayOfHours", "WaiverForm", "waiver_fields"]
