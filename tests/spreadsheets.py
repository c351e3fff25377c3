"""Builders of spreadsheets, and the steps of an import."""

import csv
from datetime import date
from io import BytesIO, StringIO

import xlwt
from openpyxl import Workbook

from branch.rosters import actions
from branch.rosters.checking import check
from branch.rosters.condensing import opened
from branch.rosters.importer import Importer

TITLE = "广勤中学2026—2027学年第一学期教职工名册"
STAFF = ("序号", "工　号", "姓 名", "性别", "任教学科", "任教班级", "手机号码", "备注")
MEMBERS = ("工号", "姓名", "党员类别", "入党时间", "转正时间", "所在党小组", "党内职务")
PUPILS_ABOVE = ("序号", "学号", "学生", "", "", "家长（监护人）", "", "", "家庭住址", "备注")
PUPILS_BELOW = ("", "", "姓名", "性别", "出生年月日", "姓名", "与学生关系", "联系电话", "", "")


def check_file(kind, name, content, *, on, effective_on):
    """What is in a file and what it would change."""
    importer = Importer.of(kind)
    book = opened(importer, name, content, on=on)
    return check(importer, book, on=on, effective_on=effective_on)


def bring(kind, content, *, on, at, name="名册.xlsx", skip_errors=False, effective_on=None):
    """Import a file from its upload to its last row; return the batch."""
    effective_on = effective_on or date(2026, 9, 1)
    batch = actions.receive_file(
        kind=kind, file_name=name, content=content, effective_on=effective_on, by=None
    )
    batch = actions.check_batch(batch, on=on)
    batch = actions.begin_import(batch, skip_errors=skip_errors, by=None)
    return carry_on(batch, on=on, at=at)


def carry_on(batch, *, on, at):
    while batch.state in (batch.State.WRITING, batch.State.UNDOING):
        batch = actions.advance(batch, on=on, at=at, by=None)
    return batch


def undo(batch, *, on, at):
    return carry_on(actions.begin_undo(batch, at=at, by=None), on=on, at=at)


def xlsx(sheets, merges=None):
    """The bytes of a workbook of {sheet name: rows}; `merges` is {sheet name: ["A1:H1", …]}."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in (merges or {}).get(name, ()):
            sheet.merge_cells(area)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def xls(sheets):
    """The bytes of an .xls workbook of {sheet name: rows}."""
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, column, cell)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def csv_file(rows, encoding="gb18030"):
    out = StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode(encoding)


def staff_file():
    """Six rows of colleagues, three of them faulty, between a merged title, a total and a remark."""
    rows = [
        (TITLE,),
        ("填报单位（盖章）：", None, None, None, None, "填报日期：2026.9.3"),
        STAFF,
        (1, "GQ3001", "曾 明", "男", "语文", "初三（６）班", "151-7421-8096", None),
        (2, "GQ3002", "尉迟清", "女", "英语", "初二4班,初二5班", 13191614610, "外聘"),
        (3, "GQ3003", None, "女", "数学", "初一(1)班", "13757938347", None),
        (4, "GQ3004", "单远", "男", "体育", "初一2、3班", "１５５５１７１６０７９", None),
        (5, "GQ3002", "仇佳", "女", "美术", "初二(1)班", "15451450612", None),
        None,
        (6, "GQ3006", "盖晴", "女", "音乐", "703", "1381234", None),
        ("合计", None, "6人"),
        ("注：请各年级组核对后于9月5日前上报。",),
    ]
    rows = [row or () for row in rows]
    return xlsx({"教职工名册": rows}, {"教职工名册": ["A1:H1"]})


def members_file():
    """A csv in GB18030 of four members: one has an impossible day, one is no colleague."""
    return csv_file(
        [
            MEMBERS,
            ("GQ3001", "曾明", "正式党员", "2018/4/2", "2019.4.2", "第一党小组", "党支部书记"),
            ("GQ3002", "尉迟清", "预备党员", "2026年6月28日", "", "第二党小组", ""),
            ("GQ3004", "单远", "正式党员", "2021年13月5日", "2022.6.5", "第一党小组", ""),
            ("GQ9999", "郭怡", "正式党员", "2019.1.28", "2020.1.28", "第一党小组", ""),
        ]
    )


def pupils_file():
    """Two sheets of students under two rows of titles, each named by its class."""
    first = [
        (
            1,
            20260001,
            "廖平",
            "男",
            "2014-08-05",
            "袁瑶",
            "母亲",
            "１３４５３５４７１８６",
            "春晖路1号",
            None,
        ),
        (
            2,
            "２０２６０００２",
            "欧阳 荷",
            "女",
            "2013年9月2日",
            "江晨",
            "母亲",
            17395229817,
            "春晖路2号",
            "走读",
        ),
        (3, 20260003, None, "女", "20140513", "毛静", "父亲", 13858866050, "春晖路3号", None),
        (
            4,
            "20260004",
            "廖安",
            "男",
            "2014.2.30",
            "袁瑶",
            "母亲",
            "13453547186",
            "春晖路1号",
            None,
        ),
    ]
    second = [
        (1, 20250001, "廖宁", "女", "2013.1.9", "袁瑶", "母亲", "13453547186", "春晖路1号", None),
        (2, 20260001, "单亦", "男", "2013-11-03", "范文", "父亲", 13402717025, "春晖路4号", None),
        (3, 20250003, "秦思", "男", "2013-03-19", "郭怡", "母亲", "138001380", "春晖路5号", None),
    ]
    sheets = {"初一1班": _pupils("初一1班", first), "初二（２）班": _pupils("初二2班", second)}
    merges = ["A1:J1", "C2:E2", "F2:H2", "A2:A3", "B2:B3", "I2:I3", "J2:J3"]
    return xlsx(sheets, dict.fromkeys(sheets, merges))


def _pupils(name, rows):
    foot = ("男", 2, "女", None, None, "班主任签字：")
    return [(f"{name}学生基本情况登记表",), PUPILS_ABOVE, PUPILS_BELOW, *rows, foot]
