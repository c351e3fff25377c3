"""What apps do when the school marks days of its calendar, as days of exams or holidays, or takes the mark away.

The school decides: an app tells those concerned and says what has to be moved, but never refuses.
"""

from branch.core.registry import Declared


class DayWatch(Declared):
    """Subclass it in `<app>/school_days.py`."""

    key = ""

    def changed(self, days, *, by):
        """Tell those concerned that these days may be other ones than before, in the transaction of the change."""
        raise NotImplementedError

    def says(self, days):
        """A sentence on what is planned on these days and has to be moved; "" where nothing is."""
        raise NotImplementedError


def days_changed(days, *, by):
    for watch in DayWatch.every():
        watch.changed(days, by=by)


def clashes_say(days):
    """The sentences of all apps on what is planned on these days, one after the other."""
    return "".join(watch.says(days) for watch in DayWatch.every())
