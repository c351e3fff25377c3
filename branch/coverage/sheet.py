"""The board in print and as xlsx, and 全覆盖情况说明: numbers, classes and 学生编号, without names."""

from collections import defaultdict

from .duty import group_order

COLUMNS = [
    ("事项", 16),
    ("范围", 12),
    ("应落实", 8),
    ("已落实", 8),
    ("暂缓", 8),
    ("还差", 8),
    ("还差的学生编号", 40),
]
STATED = ["事项", "应落实", "已落实", "暂缓"]
WHOLE = "全部"
# how many 学生编号 a class lists; of more, only the count is added
NUMBERED = 60


def lines(statuses):
    """Return the rows of all duties, and the ids of the students whose numbers they show.

    Of each duty there is a row of all its subjects, and one of each class with a gap.
    """
    rows, shown = [], set()
    for status in statuses:
        rows.append(_row(status, WHOLE, status.whole, ""))
        numbers = _numbers(status) if status.whole.open and status.duty.track != "whole" else {}
        for group, tally in _in_order(status):
            codes, ids = numbers.get(status.name_of(group), ([], set()))
            rows.append(_row(status, status.name_of(group), tally, _joined(codes)))
            shown |= ids
    return rows, shown


def _in_order(status):
    """(group, Tally) of the groups with a gap, in class order."""
    found = [(group, tally) for group, tally in status.tallies.items() if group and tally.open]
    return sorted(found, key=lambda row: group_order(row[0]))


def _numbers(status):
    """{name of a group: (numbers of its gaps, ids of the students)}."""
    gaps = status.gaps
    codes = status.duty.codes({pk for gap in gaps for pk in gap.student_ids}, on=status.on)
    found = defaultdict(lambda: ([], set()))
    for gap in gaps:
        known = [pk for pk in gap.student_ids if pk in codes]
        found[gap.group][0].extend(codes[pk] for pk in known)
        found[gap.group][1].update(known)
    return found


def _joined(codes):
    named = "、".join(sorted(codes)[:NUMBERED])
    return f"{named} 等 {len(codes)} 名" if len(codes) > NUMBERED else named


def _row(status, place, tally, codes):
    title = f"{status.duty.title}（{status.duty.count_unit}）"
    return [title, place, tally.needed, tally.done, tally.spared, tally.missing, codes]


def statement(statuses, *, on):
    """(sentences, rows) of 全覆盖情况说明: the day, the roll, how many may wait, and a row of each duty that binds."""
    wholes = [(status.duty, status.whole) for status in statuses if status.whole.bound]
    (roll,) = [whole.bound for duty, whole in wholes if duty.track == "whole"]
    excused = sum(whole.excused for _, whole in wholes)
    says = [
        f"截至 {on}，按截至今天的记录：在籍学生 {roll} 名，下列各项没有缺口。",
        f"另有暂缓 {excused} 项，不计入缺口。" if excused else "没有暂缓。",
    ]
    rows = [
        [f"{duty.title}（{duty.unit}）", whole.bound, whole.met, whole.excused]
        for duty, whole in wholes
    ]
    return says, rows
