"""Writing of series and stops, topics, and the joining of taps."""

from .series import create_series, revise_series
from .stops import write_stops
from .tallies import Tap, join_taps, tap_once, undo_tap
from .topics import end_topic

__all__ = [
    "Tap",
    "create_series",
    "end_topic",
    "join_taps",
    "revise_series",
    "tap_once",
    "undo_tap",
    "write_stops",
]
