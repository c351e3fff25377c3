"""Invented rows for the style guide."""

from datetime import date, timedelta
from types import SimpleNamespace

from django.contrib.messages.constants import ERROR, INFO, SUCCESS, WARNING
from django.contrib.messages.storage.base import Message

from .navigation import Item, Section

TODAY = date(2026, 11, 24)


def _item(label, icon="", **facts):
    return Item(label, "#main", icon, **facts)


NAV = [
    Section("", (_item("工作台", "home", current=True), _item("通知", "bell", count=2))),
    Section("三走进", (_item("结对帮扶", "heart"), _item("家访", "visit"))),
    Section("支部工作", (_item("组织生活与活动", "calendar"), _item("学习", "book"))),
    Section("支部管理", (_item("落实情况", "target"), _item("台账", "file"))),
    Section("", (_item("体验馆", "door"), _item("我的", "flag"))),
]
TABS = [
    _item("工作台", "home", current=True),
    _item("结对", "heart"),
    _item("快速记录", "plus", is_add=True),
    _item("活动", "calendar"),
    _item("我的", "flag"),
]
COLUMNS = [
    "首页",
    "支部动态",
    "学习园地",
    "三走进",
    "心育之窗",
    "家校社共育",
    "党员风采",
    "通知公示",
]
PUBLIC = [_item(label, current=label == "首页") for label in COLUMNS]


def _tile(label, icon, done, total, unit, note, *, current=False):
    return {
        "label": label,
        "icon": icon,
        "done": done,
        "total": total,
        "gap": total - done,
        "unit": unit,
        "note": note,
        "current": current,
    }


TILES = [
    _tile("学生结对", "heart", 86, 94, "名", "有帮扶需求的学生都应有结对党员", current=True),
    _tile("班级联系", "users", 24, 24, "个班", "每个班均有联系党员"),
    _tile("困难家庭走访", "visit", 29, 41, "户", "每学期每户至少 1 次"),
    _tile("党员学时", "book", 199, 200, "名", "本年度满 32 学时"),
]


def _cell(done, total):
    gap = total - done
    return {"done": done, "total": total, "gap": gap, "level": max(5 - gap, 1), "url": "#main"}


HEAT = [
    {
        "label": "初一",
        "cells": [_cell(4, 4), _cell(3, 4), _cell(5, 5), _cell(4, 4)],
        "total": "16/17",
    },
    {
        "label": "初二",
        "cells": [_cell(5, 5), _cell(2, 6), _cell(2, 4), _cell(1, 4)],
        "total": "10/19",
    },
    {
        "label": "初三",
        "cells": [_cell(4, 4), {"level": 4}, _cell(3, 3), _cell(3, 3)],
        "total": "10/10",
    },
]
EVENTS = {
    3: [("支委会", "hot")],
    4: [("团辅 3 场", "blue")],
    12: [("团辅 2 场", "blue"), ("家长学校", "")],
    14: [("主题党日", "hot")],
    21: [("服务直通车", "warm")],
    24: [("党课", "hot")],
}


def _day(day):
    events = EVENTS.get(day.day, []) if day.month == TODAY.month else []
    return {
        "day": day,
        "url": "#main",
        "is_out": day.month != TODAY.month,
        "is_today": day == TODAY,
        "events": [{"label": label, "tone": tone, "url": "#main"} for label, tone in events],
    }


FIRST = date(2026, 10, 26)
WEEKS = [[_day(FIRST + timedelta(days=7 * week + n)) for n in range(7)] for week in range(6)]
PICTURES = [f"img/demo/{name}.svg" for name in ("circle", "hall", "campus", "home", "booth")]
VISITS = [
    [
        f"11-{n + 1:02}",
        "初二（3）班",
        f"{n * 367 % 9973:04}",
        "周文静、韩若溪",
        "入户",
        "困难家庭",
        "是",
        "家庭照护支持",
        "家校沟通",
        "周文静",
        "11-20",
        "已办结",
    ]
    for n in range(1, 27)
]
VISIT_COLUMNS = [
    "日期",
    "班级",
    "学生编号",
    "走访人员",
    "走访方式",
    "走访类别",
    "家长是否在场",
    "反映问题类别",
    "办理措施类别",
    "责任人",
    "办结日期",
    "办理情况",
]


class _Pupil(SimpleNamespace):
    def __str__(self):
        return self.name


GRID_ROWS = [_Pupil(pk=1, name="张晓雨"), _Pupil(pk=2, name="李明"), _Pupil(pk=3, name="王小川")]
GRID_SENT = {"row-1-way": "home", "row-1-minutes": "40", "row-2-minutes": "0"}

MESSAGES = [
    Message(SUCCESS, "记录已保存。本月已联系 2 次。", extra_tags="/desk/"),
    Message(WARNING, "没有找到班主任，先按支委处理。"),
    Message(ERROR, "没有保存上，请再试一次。您写的内容还在。"),
    Message(INFO, "这一页明早 6:00 更新。"),
]


def _term_day(day):
    """A day of a term's calendar: the school's own holiday on Wednesday 11, a school day on Saturday 14."""
    own, weekend = day.day in (11, 14), day.weekday() > 4
    return {
        "day": day,
        "is_inside": day.month == 11,
        "is_open": weekend == own,
        "own": own,
        "mark": {11: "休", 14: "班"}.get(day.day, ""),
        "is_month_start": day.day == 1,
    }


TERM_WEEKS = [
    {"number": n + 9, "days": [_term_day(FIRST + timedelta(days=7 * n + at)) for at in range(7)]}
    for n in range(5)
]
CONTEXT = {
    "steps": [
        ("上传", False),
        ("工作表和表头", False),
        ("对应列", True),
        ("检查", False),
        ("导入", False),
    ],
    "counts": {"new": 312, "changed": 40, "unchanged": 2, "errors": 5},
    "term_weeks": TERM_WEEKS,
    "user": SimpleNamespace(name="周文静", is_authenticated=True),
    "named": [
        SimpleNamespace(name="沈秋荷", phone="13800000002"),
        SimpleNamespace(name="苏清和", phone="13800000005"),
    ],
    "desk_nav": NAV,
    "desk_tabs": TABS,
    "public_nav": PUBLIC,
    "tiles": TILES,
    "heat_columns": ["1 班", "2 班", "3 班", "4 班"],
    "heat_rows": HEAT,
    "weeks": WEEKS,
    "pictures": PICTURES,
    "members": ("周文静", "陈立群", "苏清和", "顾一鸣"),
    "visit_columns": VISIT_COLUMNS,
    "visits": VISITS,
    "trail": [("工作台", "#main"), ("结对帮扶", "#main")],
    "views": [_item("列表", "list", current=True), _item("日历", "calendar")],
    "kinds": [_item("全部", current=True)] + [_item(name) for name in COLUMNS[1:]],
    "facts": [("班主任", "韩若溪"), ("结对党员", "周文静"), ("帮扶类别", "家庭照护支持")],
    "files": [
        {"url": "#main", "name": "谈心记录“一句话”模板.docx", "size": 28_000},
        {"url": "#main", "name": "家访前后对照清单.pdf", "size": 316_000},
    ],
    "sheet_info": ["期间：2026年11月1日至11月30日", "范围：初二年级", "编号：GQ-JF-2026-11-02"],
    "day": TODAY,
}
