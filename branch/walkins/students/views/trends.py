"""The trend of a student in one subject, as a drawing: from left to right the days, from below to above the bands."""

from dataclasses import dataclass
from itertools import groupby

from branch.walkins.students.models import Progress

BANDS = Progress.Band
# the drawing is so wide, with a margin at both sides; each band is STEP high
WIDTH, MARGIN, STEP = 100, 4, 10


@dataclass(frozen=True)
class Trend:
    """The rows of one subject, oldest first."""

    subject: object
    rows: list

    @property
    def first(self):
        return self.rows[0]

    @property
    def last(self):
        return self.rows[-1]

    @property
    def says(self):
        """数学：9月15日基本跟上，11月20日跟得上"""
        days = (f"{row.happened_on.month}月{row.happened_on.day}日" for row in self.rows)
        told = (f"{day}{row.get_band_display()}" for day, row in zip(days, self.rows, strict=True))
        return f"{self.subject}：{'，'.join(told)}"

    @property
    def points(self):
        """(across, down) of each row; a single one is in the middle."""
        begin = self.first.happened_on
        days = (self.last.happened_on - begin).days
        room = WIDTH - 2 * MARGIN
        return [
            (
                MARGIN + room * (row.happened_on - begin).days // days if days else WIDTH // 2,
                _height(row.band),
            )
            for row in self.rows
        ]

    @property
    def line(self):
        """The value of `points` of a polyline."""
        return " ".join(f"{across},{down}" for across, down in self.points)


def _height(band):
    """How far down the middle of a band is, the best on top."""
    return STEP * (len(BANDS.values) - BANDS.values.index(band)) - STEP // 2


def trends_of(rows):
    """The trends of the rows of a pairing, in the order of the subjects."""
    placed = sorted(rows, key=lambda row: (row.subject.order, row.subject.name, row.happened_on))
    return [
        Trend(subject, list(found))
        for subject, found in groupby(placed, key=lambda row: row.subject)
    ]


# (label, how far down), from above to below
SCALE = [(BANDS(value).label, _height(value)) for value in reversed(BANDS.values)]
