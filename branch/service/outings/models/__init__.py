"""Series of service, the stops of their trips, and what was talked of at a stall: topics and taps, never people."""

from .series import KINDS, Series
from .stops import TripStop
from .tallies import ConsultTally, ConsultTap, last_day_of, own_events, tallied_by
from .topics import REST, ConsultTopic

__all__ = [
    "KINDS",
    "REST",
    "ConsultTally",
    "ConsultTap",
    "ConsultTopic",
    "Series",
    "TripStop",
    "last_day_of",
    "own_events",
    "tallied_by",
]
