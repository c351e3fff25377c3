"""A ledger (台账) is a projection of records: nobody types into one.

Each app writes its ledgers in `ledgers.py`; screen, print, xlsx and docx are made from them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from branch.core.registry import Declared

from .cells import cell_of


@dataclass(frozen=True)
class Column:
    """A column: its title, where its value comes from, its width in characters."""

    title: str
    # a dotted path from the row, or a function of the row; never the name of anything of the ledger
    source: str | Callable
    width: int = 10

    def value(self, row):
        """What the source gives for the row; None where a step of the path is absent."""
        if callable(self.source):
            return self.source(row)
        for name in self.source.split("."):
            row = None if row is None else getattr(row, name)
        return row


def by_hand(row):
    """None: no record has this so far, so the printed column is filled by hand."""


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
        """Queryset of the records of a period, `visible_to(user)`, in printed order.

        What a column shows to some readers only is annotated here: a column knows the row alone.
        """
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
        """The cells of one row, each with the type its value has; an absent value is None."""
        return [cell_of(column.value(row)) for column in self.columns]
