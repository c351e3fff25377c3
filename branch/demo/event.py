"""An activity of the model year 2025–2026, whose days `Days` moves, and the names that recur.

`missing` is the number of expected members who were absent; `guests` the number of people at an open
activity, and `ours` the number of members among them; `away` and `trained` are indexes of members who
were absent, and of those who took part.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """An activity of the model year."""

    month: int
    day: int
    clock: str
    programme: str
    title: str
    place: str
    minutes: int = 90
    missing: int = 0
    guests: int | None = None
    ours: int = 0
    hours: float = 0
    psychology_hours: float = 0
    also: tuple = ()
    summary: str = ""
    agenda: str = ""
    picture: str = ""
    # for group meetings: indexes of the groups that meet
    groups: tuple = ()
    speaks: bool = False
    # of 家长学校
    format: str = "lecture"
    away: tuple = ()
    trained: tuple = ()


MEETING, COMMITTEE, GROUPS = "党员大会", "支委会", "党小组会"
LESSON, DAY = "党课", "主题党日"
ROOM, HALL, SQUARE = "党员活动室", "报告厅", "春晖社区活动室"
EXPRESS, LECTURE, PARENTS = "党员服务直通车", "社区大讲堂", "家长学校"
ALL_GROUPS = (0, 1, 2, 3)
