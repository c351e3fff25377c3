"""What the public reads of the three walk-ins: a number, a sentence and the bars of the months for each."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from branch.core.contributions import Total
from branch.core.periods import says_year, school_year
from branch.core.publishing import shown, told
from branch.coverage.board import WALK_INS

COLUMN = "walkins"
# what is done in each walk-in
SAYS = {
    "student": "每名党员与学生结对，谈心、辅导课业、帮一把。",
    "class": "每个班都有联系党员，配合班主任开展心理健康团辅。",
    "family": "“千名党员访万家”，听家长说，帮着解决实际困难。",
}
# of the chart, in the units of its view box
WIDTH, TALLEST, FOOT, BAR = 288, 80, 98, 40
LATEST = 3  # months of a small chart


@dataclass(frozen=True)
class Bar:
    """One month of a chart: what was published, and where its bar stands; 0 is carried into the next month."""

    month: date
    value: int
    middle: float
    width: float
    height: float

    @property
    def left(self):
        return self.middle - self.width / 2

    @property
    def top(self):
        return FOOT - self.height

    @property
    def over(self):
        """Where its number stands."""
        return self.top - 5

    @property
    def says(self):
        return f"{self.month.month}月"


@dataclass(frozen=True)
class Walk:
    """One walk-in: its large number, what else was done, and a chart."""

    name: str
    icon: str
    says: str
    main: Total
    number: int
    # (Total, number) of what else was done
    others: list
    charted: Total
    bars: list

    @cached_property
    def latest_bars(self):
        """The bars of the latest three months, for a small chart."""
        return _bars({bar.month: bar.value for bar in self.bars[-LATEST:]})

    @property
    def chart_says(self):
        return self._says(self.bars)

    @property
    def latest_says(self):
        return self._says(self.latest_bars)

    def _says(self, bars):
        told_of = [f"{bar.says} {bar.value} {self.charted.unit}" for bar in bars if bar.value]
        return f"各月{self.charted.label}：{'，'.join(told_of)}"


def walks(stamp, *, on):
    """Return a `Walk` for each walk-in of which something was published in the school year."""
    published = shown(stamp, on=on)
    found = [_walk(*walk_in, published) for walk_in in WALK_INS]
    return [walk for walk in found if walk and (walk.number or walk.bars)]


def _walk(key, name, icon, published):
    totals = [total for total in Total.every() if total.walk_in == key]
    if not totals:
        return None
    main = next(total for total in totals if total.is_main)
    charted = next(total for total in totals if not total.is_level)
    others = [(total, told(total, published[total.key])) for total in totals if total is not main]
    return Walk(
        name=name,
        icon=icon,
        says=SAYS[key],
        main=main,
        number=told(main, published[main.key]),
        others=[(total, number) for total, number in others if number],
        charted=charted,
        bars=_bars(published[charted.key]),
    )


def _bars(months):
    """The bars from the first month with a number on."""
    values = list(months.items())
    while values and not values[0][1]:
        values.pop(0)
    most = max((value for _, value in values), default=0)
    step = WIDTH / len(values) if values else 0
    return [
        Bar(
            month,
            value,
            middle=round(step * (n + 0.5), 1),
            width=min(BAR, round(step * 0.6, 1)),
            height=round(TALLEST * value / most, 1),
        )
        for n, (month, value) in enumerate(values)
    ]


def period_says(stamp, *, on):
    """2026–2027学年，截至 10月: the last month that is published; "" where none is."""
    months = {month for values in shown(stamp, on=on).values() for month in values}
    if not months:
        return ""
    last = max(months)
    return f"{says_year(school_year(last).start.year)}，截至 {last.month}月"
