"""A ledger (台账) is a table made from records; nothing is typed into it.

Each app declares its ledgers in `ledgers.py`; screen, print, xlsx and docx are made from them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from branch.core.addresses import address_of
from branch.core.registry import Declared
from branch.core.sorting import Sort

from .cells import cell_of, text_of


@dataclass(frozen=True)
class Column:
    """A column of a ledger: its title, the source of its values, its width in characters."""

    title: str
    # a dotted path from the row, or a function of the row; attributes of the ledger are never looked up
    source: str | Callable
    width: int = 10
    # what the screen sorts the rows by, as the columns and choices of a `Sort`; empty where it does not
    sort: tuple = ()
    choices: type | None = None

    def value(self, row):
        """The value for the row; None where a step of the path is None."""
        if callable(self.source):
            return self.source(row)
        for name in self.source.split("."):
            row = None if row is None else getattr(row, name)
        return row


@dataclass(frozen=True)
class Record:
    """The page of the record that a row is made from: the name of its address, who may open it, the key in the row."""

    name: str
    permission: str
    key: str = "pk"


def by_hand(row):
    """None: no record has this value, so the printed column is filled by hand."""


class Ledger(Declared):
    """Subclass it in `<app>/ledgers.py`; the subclass registers itself."""

    key_name = "slug"

    slug = title = permission = note = ""
    unit = ""
    columns = ()
    # a `Record`, to which the rows on the screen lead; None where a row has no page of its own
    record = None
    # a `FilterForm` of ids and days, which the job that writes a long ledger is started with
    filter_class = None
    # of a file that a request writes; more rows are written by a job
    rows_at_once = 5_000
    # 名册: lists who belongs on the last day of the period, instead of what happened within it
    is_roster = False

    def rows(self, user, *, period, filters):
        """Queryset of the records of a period, `visible_to(user)`, in printed order.

        A value that only some readers may see is annotated here, because a column gets the row alone.
        """
        raise NotImplementedError

    def scope_of(self, user, *, on):
        """范围: whose records the reader is shown, in a word, for the head of the sheet."""
        raise NotImplementedError

    def subject_of(self, filters):
        """What the sheet is about besides the period, 活动：…, for its head; empty where it is about all."""
        return ""

    def student_ids(self, rows):
        """The ids of the students whose data these rows show, for the access record."""
        return []

    def summary(self, rows):
        """The 合计 line of all rows, a queryset; empty where there are none, or the ledger has no such line."""
        return ""

    @property
    def sorts(self):
        """{title of a column: the `Sort` that orders the rows by it}; paper and files keep the printed order."""
        return {
            column.title: Sort(column.title, *column.sort, choices=column.choices)
            for column in self.columns
            if column.sort
        }

    @property
    def is_wide(self):
        return len(self.columns) + 1 > 8

    def cells(self, row):
        """The cells of one row, each with its type; an absent value is None."""
        return [cell_of(column.value(row)) for column in self.columns]

    def texts(self, row):
        """The same cells as text."""
        return [text_of(cell) for cell in self.cells(row)]

    def addresses(self, rows, user):
        """The address of the record of each row, on the screen; "" for a reader who may not open it."""
        record = self.record
        if record is None or not user.has_perm(record.permission):
            return [""] * len(rows)
        return [address_of(record.name, getattr(row, record.key)) for row in rows]
