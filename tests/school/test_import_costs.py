"""A chunk of an import asks the database as often for one row as for two hundred."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branch.rosters import actions
from branch.school.models import Enrolment, Student
from tests.factories import make_class, make_staff
from tests.spreadsheets import xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term")]

NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
PUPILS = ("学号", "姓名", "班级", "监护人", "关系", "联系电话", "家庭住址", "备注")
STAFF = ("工号", "姓名", "任教学科", "任教班级", "班主任", "手机")
MEMBERS = ("工号", "姓名", "党员类别", "入党时间", "转正时间", "党小组", "党内职务")
TITLES = {
    "students": (*PUPILS, "出生年月日", "班主任"),
    "staff": STAFF,
    "members": MEMBERS,
}


def _pupil(n):
    guardian = (f"家{n}", "母亲", 13_400_000_000 + n)
    return n, f"某{n}", "初一1班", *guardian, "春晖路", "走读", "2013-09-02", "曾明"


def _colleague(n):
    led = "初一1班" if n == 0 else ""
    return f"N{n}", f"某{n}", "语文", "初一1班", led, 13_400_000_000 + n


def _member(n):
    office = "书记" if n == 0 else ""
    return f"M{n}", "", "正式党员", "2018.4.2", "2019.4.2", "第一党小组", office


PEOPLE = {"students": _pupil, "staff": _colleague, "members": _member}


def _people(kind, count):
    return [PEOPLE[kind](n) for n in range(count)]


def _cost_of_a_chunk(kind, count, today):
    content = xlsx({"名册": [TITLES[kind], *_people(kind, count)]})
    batch = actions.receive_file(
        kind=kind, file_name="a.xlsx", content=content, effective_on=date(2026, 9, 1), by=None
    )
    actions.check_batch(batch, on=today)
    batch = actions.begin_import(batch, skip_errors=False, by=None)
    with CaptureQueriesContext(connection) as queries:
        actions.advance(batch, on=today, at=NOW, by=None)
    assert batch.lines.to_write().count() == 0
    return _statements(query["sql"] for query in queries)


@pytest.mark.parametrize("count", [1, 200])
def test_a_chunk_that_changes_people_costs_the_same_for_any_number(today, count):
    """What it changes is locked first: one statement a model."""
    make_staff(number="曾", name="曾明")
    _cost_of_a_chunk("students", count, today)
    Student.objects.update(remark="")
    Enrolment.objects.update(from_on=date(2025, 9, 1), school_class=make_class(number=9))

    assert _cost_of_a_chunk("students", count, today) == 20


def _statements(queries):
    """How many, where one that stores many rows counts once: SQLite takes 999 values at a time."""
    asked = [sql for sql in queries if sql.split()[0] in ("SELECT", "UPDATE", "DELETE", "INSERT")]
    stored = {sql.partition(" VALUES ")[0] for sql in asked if sql.startswith("INSERT")}
    return sum(not sql.startswith("INSERT") for sql in asked) + len(stored)


@pytest.mark.parametrize(("kind", "queries"), [("students", 15), ("staff", 15), ("members", 12)])
@pytest.mark.parametrize("count", [1, 200])
def test_a_chunk_costs_the_same_for_one_row_and_for_two_hundred(today, kind, queries, count):
    make_staff(number="曾", name="曾明")
    for n in range(count if kind == "members" else 0):
        make_staff(number=f"M{n}", with_user=False)

    assert _cost_of_a_chunk(kind, count, today) == queries
