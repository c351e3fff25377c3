"""Forms of series and stops, of topics, and of the stall."""

from .series import SeriesForm, StopsForm, rows_of
from .tallies import LastTap, TapForm, TapsForm
from .topics import TopicForm

__all__ = [
    "LastTap",
    "SeriesForm",
    "StopsForm",
    "TapForm",
    "TapsForm",
    "TopicForm",
    "rows_of",
]
