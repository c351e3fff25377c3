"""Series of service, the stops of their trips, and what was talked of at a stall: topics and taps, never people."""

from .series import KINDS, Series
from .stops import TripStop
from .tallies import ConsultTally, ConsultTap, own_events, tallied_by
from .topics import REST, ConsultTopic

__all__ = [
    "KINDS",
    "REST",
    "ConsultTally",
    "ConsultTap",
    "ConsultTopic",
    "Series",
    "TripStop",
    "own_events",
    "tallied_by",
]
