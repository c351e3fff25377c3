"""One ledger over one period, as one reader may see it: preview, print and spreadsheet alike."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.db.models import Model
from django.utils import timezone

from branch.core.periods import Period
from branch.core.spreadsheet import workbook_bytes
from branch.ledgers.ledger import Ledger

SIGNS = "填表人：　　　　　　审核人：　　　　　　填报日期：　　　年　　月　　日　　　　　（盖章处）"


@dataclass
class Sheet:
    """What stands on the page is asked for once, whatever it is then written on."""

    ledger: Ledger
    reader: Model
    period: Period
    org: str
    at: datetime
    filters: object = None

    def __post_init__(self):
        """A roster cannot say who will belong on a day to come."""
        today = timezone.localdate(self.at)
        if self.ledger.is_roster and self.period.end > today:
            start = min(self.period.start, today)
            self.period = replace(self.period, start=start, end=today)

    @cached_property
    def rows(self):
        return list(self.ledger.rows(self.reader, period=self.period, filters=self.filters))

    @cached_property
    def lines(self):
        return [self.ledger.cells(row) for row in self.rows]

    @cached_property
    def total(self):
        return self.ledger.summary(self.rows) if self.rows else ""

    @property
    def titles(self):
        return [column.title for column in self.ledger.columns]

    @cached_property
    def info(self):
        scope = self.ledger.scope_of(self.reader, on=timezone.localdate(self.at))
        texts = [self.when, f"范围：{scope}"]
        return texts + ([f"单位：{self.ledger.unit}"] if self.ledger.unit else [])

    @property
    def when(self):
        if self.ledger.is_roster:
            return f"截至：{spelled_day(self.period.end)}"
        return f"期间：{spelled(self.period)}"

    @property
    def student_ids(self):
        return self.ledger.student_ids(self.rows)

    def stamp(self, verb):
        """Who took this out of the house, and when."""
        moment = timezone.localtime(self.at)
        return f"{verb} {self.reader} {moment:%Y-%m-%d %H:%M} · 内部资料"

    @property
    def file_name(self):
        return f"{self.ledger.title}-{self.period.start:%Y%m%d}-{self.period.end:%Y%m%d}.xlsx"

    def workbook(self):
        """The bytes of the A4 spreadsheet, each cell a text."""
        return workbook_bytes(
            title=self.ledger.title,
            head=[self.org, self.ledger.title, "　".join(self.info), self.stamp("导出人")],
            columns=[("序号", 4)]
            + [(column.title, column.width) for column in self.ledger.columns],
            rows=[[str(number), *line] for number, line in enumerate(self.lines, start=1)],
            foot=[text for text in (self.total, SIGNS, self.ledger.note) if text],
        )


def spelled(period):
    """2026年9月1日至2027年1月29日"""
    return f"{spelled_day(period.start)}至{spelled_day(period.end)}"


def spelled_day(day):
    """2026年9月1日"""
    return f"{day.year}年{day.month}月{day.day}日"
