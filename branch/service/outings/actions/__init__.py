"""Writing of series and stops, topics, and the joining of taps."""

from .series import create_series, revise_series
from .stops import write_stops
from .tallies import Tap, join_taps, tap_once, undo_tap
from .topics import add_topic, end_topic, revise_topic

__all__ = [
    "Tap",
    "add_topic",
    "create_series",
    "end_topic",
    "join_taps",
    "revise_series",
    "revise_topic",
    "tap_once",
    "undo_tap",
    "write_stops",
]
