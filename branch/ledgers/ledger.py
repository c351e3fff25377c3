"""A ledger (台账) is a projection of records: nobody types into one.

Each app writes its ledgers in `ledgers.py`; preview, print and xlsx are built from them.
"""

from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from branch.core.registry import Declared


@dataclass(frozen=True)
class Column:
    """A printed column: its title, where the value comes from, its width in characters."""

    title: str
    # a dotted attribute of the row, or the name of a method of the ledger that takes the row
    source: str
    width: int = 10


class Ledger(Declared):
    """Subclass it in `<app>/ledgers.py`; the subclass registers itself."""

    key_name = "slug"

    slug = title = permission = note = ""
    unit = ""
    columns = ()
    filter_class = None
    # 名册: whoever belongs on the last day of the period that has come, not what happened within it
    is_roster = False

    def rows(self, user, *, period, filters):
        """Queryset of the records of a period, `visible_to(user)`, in printed order."""
        raise NotImplementedError

    def scope_of(self, user, *, on):
        """范围: in a word, whose records the reader is shown; it stands in the head of the sheet."""
        raise NotImplementedError

    def student_ids(self, rows):
        """Whose data the rows show, for the log of reads."""
        return []

    def summary(self, rows):
        """The 合计 line, or empty where a sum says nothing."""
        return ""

    @property
    def is_wide(self):
        return len(self.columns) + 1 > 8

    def cells(self, row):
        """The printed texts of one row; an absent value is an empty cell."""
        return [self._text(row, column) for column in self.columns]

    def _text(self, row, column):
        own = getattr(self, column.source, None)
        value = own(row) if own else attrgetter(column.source)(row)
        if value is None:
            return ""
        return value.isoformat() if isinstance(value, date) else str(value)
