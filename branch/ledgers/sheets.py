"""One ledger over one period as one reader may see it, for screen, print, xlsx and docx."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.db.models import Model
from django.utils import timezone

from branch.core.periods import Period

from .ledger import Ledger

SIGNS = (
    "填表人：　　　　　　",
    "审核人：　　　　　　",
    "填报日期：　　　年　　月　　日",
    "（盖章处）",
)
NO_ROWS = "本期没有记录"
BATCH = 1_000


@dataclass
class Sheet:
    """The content of a ledger's page, to be written in any of the formats."""

    ledger: Ledger
    reader: Model
    period: Period
    org: str
    at: datetime
    filters: object = None

    def __post_init__(self):
        """End a roster's period today at the latest: who will belong later is not known."""
        today = timezone.localdate(self.at)
        if self.ledger.is_roster and self.period.end > today:
            start = min(self.period.start, today)
            self.period = replace(self.period, start=start, end=today)

    @cached_property
    def found(self):
        """The queryset of its rows, in printed order."""
        return self.ledger.rows(self.reader, period=self.period, filters=self.filters)

    @cached_property
    def rows(self):
        return list(self.found)

    def rows_at_once(self):
        """Its rows; None where they are more than a request should write to a file."""
        most = self.ledger.rows_at_once
        rows = list(self.found[: most + 1])
        return rows if len(rows) <= most else None

    @cached_property
    def keys(self):
        """The keys of its rows, in printed order."""
        return list(self.found.values_list("pk", flat=True))

    def batches(self):
        """Yield lists of its rows in printed order, each read by a query of its own.

        No query is open between two of them: SQLite would refuse to write meanwhile.
        """
        for first in range(0, len(self.keys), BATCH):
            yield list(self.found.filter(pk__in=self.keys[first : first + BATCH]))

    @property
    def texts(self):
        return self.texts_of(self.rows)

    def texts_of(self, rows):
        """The cells of each of the rows, as text."""
        return [self.ledger.texts(row) for row in rows]

    @cached_property
    def total(self):
        return self.ledger.summary(self.found)

    @property
    def titles(self):
        return [column.title for column in self.ledger.columns]

    @property
    def columns(self):
        """(title, width in characters) of each column of a file, the running number first."""
        return [("序号", 5)] + [(column.title, column.width) for column in self.ledger.columns]

    @cached_property
    def info(self):
        scope = self.ledger.scope_of(self.reader, on=timezone.localdate(self.at))
        subject = self.ledger.subject_of(self.filters)
        texts = [*([subject] if subject else []), self.when, f"范围：{scope}"]
        return texts + ([f"单位：{self.ledger.unit}"] if self.ledger.unit else [])

    @property
    def when(self):
        if self.ledger.is_roster:
            return f"截至：{spelled_day(self.period.end)}"
        return f"期间：{spelled(self.period)}"

    def stamp(self, verb):
        """The line that says who exported or printed the sheet, and when."""
        moment = timezone.localtime(self.at)
        return f"{verb} {self.reader} {moment:%Y-%m-%d %H:%M} · 内部资料"

    def file_name(self, suffix):
        """The name of the file: “三会一课”登记表-20260901-20270129.xlsx"""
        start, end = self.period.start, self.period.end
        return f"{self.ledger.title}-{start:%Y%m%d}-{end:%Y%m%d}.{suffix}"


def spelled(period):
    """Return 2026年9月1日至2027年1月29日."""
    return f"{spelled_day(period.start)}至{spelled_day(period.end)}"


def spelled_day(day):
    """Return 2026年9月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
