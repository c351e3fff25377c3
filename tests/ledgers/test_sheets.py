"""Columns and cells of a ledger, and how they are written on the screen and in both files."""

import re
import sys
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from branch.activities.models import Activity
from branch.core.periods import Period
from branch.ledgers.actions import export_sheet
from branch.ledgers.cells import cell_of, text_of
from branch.ledgers.ledger import Column, Ledger
from branch.ledgers.sheets import Sheet
from branch.ledgers.writers import WRITERS
from tests.activities.factories import at, make_activity
from tests.ledgers.files import document, rows_of, spreadsheet

SHANGHAI = ZoneInfo("Asia/Shanghai")
TERM = Period(date(2026, 9, 1), date(2027, 1, 29), "本学期")
NOW = datetime(2026, 11, 24, 14, 30, tzinfo=SHANGHAI)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]
TITLES = ["序号", "书名", "开始", "学时", "党小组", "公布", "场所"]


@pytest.fixture
def reading(monkeypatch):
    """A ledger of activities with a column whose source has the name of a ledger's attribute."""
    monkeypatch.setattr(Ledger, "registry", dict(Ledger.registry))

    class Reading(Ledger):
        slug, title, permission = "reading", "读书登记表", "ledgers.view_ledger"
        unit = "学时"
        columns = (
            Column("书名", "title"),
            Column("开始", "starts_at", width=12),
            Column("学时", "hours"),
            Column("党小组", "party_group.name"),
            Column("公布", "is_announced"),
            Column("场所", lambda row: row.place[:2]),
        )

        def rows(self, user, *, period, filters):
            found = Activity.objects.visible_to(user).within(period)
            return found.select_related("party_group").order_by("starts_at")

        def scope_of(self, user, *, on):
            return "全支部"

        def summary(self, rows):
            hours = rows.aggregate(hours=Sum("hours"))["hours"]
            return f"合计：{hours} 学时。" if hours else ""

    return Reading


@pytest.fixture
def two_books(reading, as_committee):
    make_activity(title="红岩", hours="1.5", starts_at=at(2026, 11, 3, 9))
    make_activity(title="0187", hours="2.0", starts_at=at(2026, 11, 4, 9), place="=1+1")


def page(client, name):
    return client.get(reverse(f"ledgers:ledger-{name}", args=["reading"]))


def sheet_of(ledger, count):
    """A sheet of that many rows, made without the database."""
    sheet = Sheet(ledger, reader="委员", period=TERM, org="支部", at=NOW)
    sheet.rows = [Activity(title="红岩", starts_at=NOW, hours=1) for _ in range(count)]
    sheet.total = "合计"
    return sheet


def document_of(sheet):
    return Document(BytesIO(WRITERS["docx"](sheet, sheet.rows)))


def steps_of(write, sheet):
    """The number of function calls it takes to write the sheet."""
    calls = []
    sys.setprofile(lambda frame, event, argument: event == "call" and calls.append(1))
    try:
        write(sheet, sheet.rows)
    finally:
        sys.setprofile(None)
    return len(calls)


def test_a_column_never_reads_an_attribute_of_the_ledger(reading):
    activity = Activity(title="红岩", starts_at=NOW, place="党员活动室")

    assert reading().cells(activity)[0] == "红岩"


def test_a_path_that_ends_early_is_an_empty_cell():
    assert Column("党小组", "party_group.name").value(Activity()) is None


@pytest.mark.parametrize(
    ("value", "cell", "text"),
    [
        (None, None, ""),
        ("", None, ""),
        ("0187", "0187", "0187"),
        (20, 20, "20"),
        (Decimal("1.50"), Decimal("1.50"), "1.50"),
        (True, "是", "是"),
        (False, "否", "否"),
        (date(2026, 11, 8), date(2026, 11, 8), "2026-11-08"),
        (NOW, datetime.fromisoformat("2026-11-24 14:30"), "2026-11-24 14:30"),
        (Activity(title="红岩"), "红岩", "红岩"),
    ],
)
def test_a_value_becomes_a_cell_and_a_text(value, cell, text):
    assert (cell_of(value), text_of(cell_of(value))) == (cell, text)


def test_the_cells_of_the_spreadsheet_are_datetimes_numbers_and_texts(client, two_books):
    rows = list(spreadsheet(page(client, "xlsx")).values)

    assert rows[4:7] == [
        tuple(TITLES),
        (1, "红岩", datetime.fromisoformat("2026-11-03 09:00"), 1.5, None, "否", "党员"),
        (2, "0187", datetime.fromisoformat("2026-11-04 09:00"), 2, None, "否", "'=1"),
    ]
    assert rows[7][0] == "合计：3.5 学时。"


def test_the_document_has_the_rows_of_the_screen(client, two_books):
    sheet = page(client, "detail").context["sheet"]
    printed = page(client, "print").context["sheet"]

    (table,) = document(page(client, "docx")).tables

    numbered = [[str(number), *texts] for number, texts in enumerate(sheet.texts, start=1)]
    assert sheet.texts == printed.texts
    assert rows_of(table) == [TITLES, *numbered, ["合计：3.5 学时。"] * len(TITLES)]


def test_a_period_without_records_says_so_in_the_document(client, reading, as_committee):
    (table,) = document(page(client, "docx")).tables

    assert rows_of(table) == [TITLES, ["本期没有记录"] * len(TITLES)]


def test_the_document_has_the_head_and_foot_inspectors_expect(client, committee, two_books):
    found = document(page(client, "docx"))

    texts = [(line.style.name, re.split("[：:]", line.text)[0]) for line in found.paragraphs]
    assert texts == [
        ("Subtitle", "中共广勤中学支部委员会"),
        ("Title", "读书登记表"),
        ("Normal", "期间"),
        ("Normal", "填表人"),
        ("Normal", f"导出人 {committee} 2026-11-24 14"),
    ]
    assert "范围：全支部\t单位：学时" in found.paragraphs[2].text


@pytest.mark.parametrize(
    ("column_count", "orientation"), [(7, WD_ORIENT.PORTRAIT), (8, WD_ORIENT.LANDSCAPE)]
)
def test_the_document_is_a4_and_repeats_its_titles_on_each_page(
    reading, monkeypatch, column_count, orientation
):
    monkeypatch.setattr(reading, "columns", (Column("书名", "title"),) * column_count)

    found = document_of(sheet_of(reading(), 1))

    (section,) = found.sections
    sides = sorted([round(section.page_width.mm), round(section.page_height.mm)])
    repeated = found.element.body.xpath("w:tbl/w:tr[w:trPr/w:tblHeader]//w:t/text()")
    assert (section.orientation, sides) == (orientation, [210, 297])
    assert repeated == ["序号", *["书名"] * column_count]


def test_the_document_names_chinese_fonts(reading):
    styles = document_of(sheet_of(reading(), 1)).styles

    fonts = {
        name: styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in ("Normal", "Title")
    }

    assert fonts == {"Normal": "仿宋", "Title": "宋体"}


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_no_transaction_is_open_while_a_file_is_written(reading, committee, suffix):
    sheet = sheet_of(reading(), 1)

    with CaptureQueriesContext(connection) as queries:
        export_sheet(sheet, sheet.rows, suffix, by=committee)

    assert [query["sql"].split()[0] for query in queries] == ["INSERT"]


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_twice_the_rows_take_at_most_twice_the_function_calls(reading, suffix):
    few, many = sheet_of(reading(), 100), sheet_of(reading(), 200)

    assert steps_of(WRITERS[suffix], many) <= 2 * steps_of(WRITERS[suffix], few)
