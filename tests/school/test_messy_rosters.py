"""Importing untidy workbooks: what was meant is stored, and a second import changes nothing."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from branch.school.models import Enrolment, Staff, Student, Teaching
from tests import messy
from tests.factories import make_term
from tests.short_transactions import rolled_back
from tests.spreadsheets import bring, check_file, csv_file, xls, xlsx

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SOME = settings(
    max_examples=12,
    phases=[Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
TITLES = {
    "学号": ["学号", "学 号", "学号*", "学生学号"],
    "工号": ["工号", "工　号", "教职工号", "工号（必填）"],
    "姓名": ["姓名", "姓 名", "姓名*", "名字"],
    "性别": ["性别", "性 别"],
    "班级": ["班级", "所在班级", "班 级（必填）"],
    "出生年月日": ["出生年月日", "出生日期", "出生年月", "生日"],
    "监护人": ["监护人", "家长姓名", "家长", "监护人姓名"],
    "关系": ["关系", "与学生关系"],
    "联系电话": ["联系电话", "家长电话", "手 机", "监护人电话"],
    "家庭住址": ["家庭住址", "家庭地址", "现住址"],
    "备注": ["备注", "备 注", "说明"],
    "任教学科": ["任教学科", "学科", "任教科目"],
    "任教班级": ["任教班级", "任课班级"],
    "手机": ["手机", "手机号码", "联系电话"],
}
ABOVE = [
    (),
    ("广勤中学2026—2027学年学生（家长）信息表",),
    ("填报单位（盖章）：", None, "填报日期：2026.9.3"),
    ("各班级班主任核对",),
]
BETWEEN = [
    (),
    (None, None),
    ("语文组",),
    ("本页小计", None, "12人"),
    ("注：请核对后上报。",),
    ("合计：48人",),
]
BELOW = [
    ("合计", None, "6人"),
    ("男", 3, "女", 3, None, "班主任签字："),
    ("填表人：曾明", None, "审核人：单远"),
    (),
]

genders = st.sampled_from(["男", "女"])
days = st.dates(date(2011, 1, 1), date(2015, 12, 31))
classes = st.tuples(st.integers(2024, 2026), st.integers(1, 12))


@dataclass
class Sheet:
    """The people a sheet means, its rows, and the numbers of the people's rows, from 1."""

    people: list
    rows: list
    row_numbers: list

    def as_file(self, kind):
        """(content, name) of the file."""
        if kind == "xlsx":
            return xlsx({"名册": self.rows}), "名册.xlsx"
        if kind == "xls":
            plain = [[_as_xls(cell) for cell in row] for row in self.rows]
            return xls({"名册": plain}), "名册.xls"
        return csv_file([[_as_text(cell) for cell in row] for row in self.rows], kind), "名册.csv"


def _as_text(cell):
    """The cell as Excel writes it into a csv."""
    if isinstance(cell, date):
        return f"{cell.year}/{cell.month}/{cell.day}"
    return "" if cell is None else str(cell)


def _as_xls(cell):
    """The cell as xlwt writes it: a date is a plain number."""
    return (
        (date(cell.year, cell.month, cell.day) - messy.EPOCH).days
        if isinstance(cell, date)
        else cell
    )


@st.composite
def pupils(draw):
    count = draw(st.integers(1, 6))
    keys = draw(st.lists(messy.numbers, min_size=count, max_size=count, unique=True))
    adults = draw(st.lists(messy.phones, min_size=count, max_size=count, unique=True))
    people = [
        {
            "学号": key,
            "姓名": draw(messy.names),
            "性别": draw(genders),
            "班级": draw(classes),
            "出生年月日": draw(days),
            "监护人": draw(messy.names),
            "关系": "母亲",
            "联系电话": phone,
            "家庭住址": "春晖路1号",
            "备注": draw(st.sampled_from(["", "走读"])),
        }
        for key, phone in zip(keys, adults, strict=True)
    ]
    return draw(sheets(people, CELLS))


@st.composite
def colleagues(draw):
    count = draw(st.integers(1, 6))
    keys = draw(st.lists(messy.numbers, min_size=count, max_size=count, unique=True))
    people = [
        {
            "工号": key,
            "姓名": draw(messy.names),
            "性别": draw(genders),
            "任教学科": "语文",
            "任教班级": draw(classes),
            "手机": draw(messy.phones),
        }
        for key in keys
    ]
    return draw(sheets(people, CELLS))


def _as_is(value):
    return st.just(value)


def _class(value):
    return messy.school_class(*value, 2026)


CELLS = {
    "学号": messy.number,
    "工号": messy.number,
    "姓名": messy.name,
    "班级": _class,
    "任教班级": _class,
    "出生年月日": messy.day,
    "监护人": messy.name,
    "联系电话": messy.phone,
    "手机": messy.phone,
}


@st.composite
def sheets(draw, people, cells):
    """The people under titles in any order, among rows that are no people."""
    order = draw(st.permutations(list(people[0])))
    rows = draw(st.lists(st.sampled_from(ABOVE), max_size=4))
    has_ordinal = draw(st.booleans())
    first = ["序号"] if has_ordinal else []
    rows = [*rows, [*first, *(draw(st.sampled_from(TITLES[label])) for label in order)]]
    row_numbers = []
    for number, person in enumerate(people, start=1):
        rows += draw(st.lists(st.sampled_from(BETWEEN), max_size=2))
        cells_of_row = [draw(cells.get(label, _as_is)(person[label])) for label in order]
        rows.append([*([number] if has_ordinal else []), *cells_of_row])
        row_numbers.append(len(rows))
    rows += draw(st.lists(st.sampled_from(BELOW), max_size=3))
    return Sheet(people, rows, row_numbers)


kinds = st.sampled_from(["xlsx", "utf-8", "utf-8-sig", "gb18030", "utf-16", "xls"])


@contextmanager
def an_empty_school():
    """A transaction that is rolled back, as every example needs an empty school."""
    with rolled_back():
        make_term()
        yield


def _stored_pupils():
    """{number: the cells} of each student."""
    return {
        row.student.number: {
            "学号": row.student.number,
            "姓名": row.student.name,
            "性别": row.student.get_gender_display(),
            "备注": row.student.remark,
            "班级": (row.school_class.entry_year, row.school_class.number),
            "出生年月日": row.student.born_on,
            "家庭住址": row.student.family.address,
            "监护人": adult.name,
            "关系": adult.relation,
            "联系电话": adult.phone,
        }
        for row in Enrolment.objects.select_related("student__family", "school_class")
        for adult in row.student.family.guardians.all()
    }


@SOME
@given(pupils(), kinds)
@an_empty_school()
def test_pupils_are_stored_as_they_were_meant(sheet, kind):
    content, name = sheet.as_file(kind)

    batch = bring("students", content, name=name, on=ON, at=NOW)

    assert [row.row for row in batch.lines.all()] == sheet.row_numbers
    assert _stored_pupils() == {person["学号"]: person for person in sheet.people}
    again = bring("students", content, name=name, on=ON, at=NOW)
    assert {row.verdict for row in again.lines.all()} == {"unchanged"}
    assert not any(row.changes for row in again.lines.all())


@SOME
@given(colleagues(), kinds)
@an_empty_school()
def test_colleagues_are_stored_as_they_were_meant(sheet, kind):
    content, name = sheet.as_file(kind)

    batch = bring("staff", content, name=name, on=ON, at=NOW)

    assert [row.row for row in batch.lines.all()] == sheet.row_numbers
    taught = {
        row.staff_id: (row.school_class.entry_year, row.school_class.number)
        for row in Teaching.objects.select_related("school_class")
    }
    assert {
        row.number: (row.name, row.get_gender_display(), row.phone, taught[row.pk])
        for row in Staff.objects.all()
    } == {
        person["工号"]: (person["姓名"], person["性别"], person["手机"], person["任教班级"])
        for person in sheet.people
    }
    again = bring("staff", content, name=name, on=ON, at=NOW)
    assert {row.verdict for row in again.lines.all()} == {"unchanged"}


FAULTS = {
    "姓名": (["", None, "/", "　"], "missing"),
    "学号": ([3.202012013050112e16, "3.2E+17"], "digits_lost"),
    "班级": (["高一（2）班", "初三（31）班", "教务处"], "bad_class"),
    "出生年月日": (["2013年13月5日", "2014.2.30", "去年"], "bad_date"),
    "联系电话": (["138001380", "妈妈", "1380013800O"], "bad_phone"),
}


def _plant_faults(sheet, data):
    """Write faults into the sheet; return each as (row number, column, code)."""
    titles = next(
        row for row in sheet.rows if "性别" in [str(cell).replace(" ", "") for cell in row]
    )
    at = {
        label: next(index for index, title in enumerate(titles) if title in TITLES[label])
        for label in FAULTS
    }
    planted = []
    for number in sheet.row_numbers:
        label = data.draw(st.sampled_from([None, *FAULTS]))
        if label:
            cells, code = FAULTS[label]
            sheet.rows[number - 1][at[label]] = data.draw(st.sampled_from(cells))
            planted.append((number, label, code))
    return planted


@SOME
@given(pupils(), kinds, st.data())
@an_empty_school()
def test_faults_are_reported_at_their_cells_and_other_rows_are_good(sheet, kind, data):
    planted = _plant_faults(sheet, data)
    content, name = sheet.as_file(kind)

    found = check_file("students", name, content, on=ON, effective_on=date(2026, 9, 1))

    assert [
        (line.row, fault["column"], fault["code"]) for line in found.lines for fault in line.errors
    ] == planted
    assert found.counts["good"] == len(sheet.people) - len(planted)
    assert Student.objects.count() == 0
