"""Lists of those who have left: 转出学生名单 under or beside a class. Nobody in them is enrolled, and that is said."""

import re
from dataclasses import replace

from . import layout
from .refusal import RosterError

LEFT = r"(?:转出|转走|休学|退学|离校|辍学|流失|离职|调出|调离)"
# a title that says it of the whole list; 含休学学生 and 在读、休学学生 say it of a few
TITLE = re.compile(
    rf".*(?<![含及和与、无非不])已?{LEFT}(?:[及和与、/]?{LEFT})*的?(?:学生|同学|生|人员|老师|教师|教职工)*"
    r"(?:花?名[单册]|登记|统计|情况|信息|明细|汇总|一览|如下)*表?"
)
# a title of another list
LIST = re.compile(r"名[单册]|登记表|信息表|一览表")
COLUMN = re.compile(rf"{LEFT}的?(?:时间|日期|年月|原因|去向)")
# of those who have left so many have a day of it
SHARE = 0.8


def says_left(text):
    """Whether a line is the title of a list of those who have left."""
    text = re.sub(r"[(（【\[].*?[)）】\]]", "", "".join(text.split())).rstrip(":：。")
    return bool(TITLE.fullmatch(text))


def without_people(sheet, fields, begins_section):
    """The sheet, or a list of those who have left as no more than its title, so that it's said to be left unread."""
    title = _title_of(sheet, layout.find_table(sheet, fields), begins_section)
    if not title:
        return sheet
    name = sheet.name if title in sheet.name else f"{sheet.name}（{title}）"
    return replace(sheet, name=name, title=title, rows=[[title]], merges=[], formulas=frozenset())


def is_left_out(sheet):
    """Whether no more than the title of a sheet was kept."""
    return bool(sheet.title) and sheet.rows == [[sheet.title]]


def refuse_alone(sheets):
    """Refuse a file in which all have left."""
    if sheets and all(map(is_left_out, sheets)):
        raise RosterError(
            f"“{sheets[0].title}”里的人已经离开，没有读入。请上传现在在校的人的名单，离校请在各人的页面登记。"
        )


def _title_of(sheet, table, begins_section):
    """The nearest title or the column that says that these have left; "" where they have not."""
    if table is None or "姓名" not in table.columns:
        return ""
    for line in [*reversed(table.headings), sheet.called]:
        if says_left(line):
            return line
        if LIST.search(line) or begins_section(line):
            break
    people = len(table.samples[table.columns["姓名"]])
    return next(
        (
            own
            for (_, own), cells in zip(table.titles, table.samples, strict=False)
            if COLUMN.fullmatch(layout.tidy(own)) and people and len(cells) >= people * SHARE
        ),
        "",
    )
