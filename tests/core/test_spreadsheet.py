from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from branch.core.spreadsheet import workbook_bytes

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "=HYPERLINK(0)",
    "=cmd|' /C calc'!A0",
]


def sheet_of(*, head=(), columns=(("姓名", 8),), rows=(), foot=()):
    """The sheet of a workbook as it is read back."""
    content = workbook_bytes(title="表", head=head, columns=columns, rows=rows, foot=foot)
    return load_workbook(BytesIO(content)).active


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text):
    sheet = sheet_of(head=[text], columns=[(text, 8)], rows=[[text]], foot=[text])

    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {(cell.value, cell.data_type) for cell in cells} == {(f"'{text}", "s")}


def test_plain_texts_are_unchanged():
    sheet = sheet_of(
        head=["期间"], columns=[("序号", 4), ("班级", 10)], rows=[["1", "初二（3）班"]]
    )

    assert list(sheet.values) == [("期间", None), ("序号", "班级"), ("1", "初二（3）班")]


@pytest.mark.parametrize(
    ("value", "read", "data_type", "number_format"),
    [
        ("0187", "0187", "s", "@"),
        ("#N/A", "#N/A", "s", "@"),
        (20, 20, "n", "General"),
        (Decimal("1.5"), 1.5, "n", "General"),
        (date(2026, 11, 8), datetime.fromisoformat("2026-11-08 00:00"), "d", "yyyy-mm-dd"),
        (
            datetime.fromisoformat("2026-11-08 16:30"),
            datetime.fromisoformat("2026-11-08 16:30"),
            "d",
            "yyyy-mm-dd hh:mm",
        ),
        (None, None, "n", "General"),
    ],
)
def test_a_cell_keeps_its_type(value, read, data_type, number_format):
    cell = sheet_of(rows=[[value]])["A2"]

    assert (cell.value, cell.data_type, cell.number_format) == (read, data_type, number_format)


@pytest.mark.parametrize(
    ("text", "kept"),
    [("曾\x00\x0b明", "曾明"), ("\x01=1", "'=1"), ("曾\ufffe\ud800明", "曾明")],
)
def test_characters_that_no_cell_can_hold_are_removed(text, kept):
    assert sheet_of(rows=[[text]])["A2"].value == kept


def test_a_sheet_is_ready_for_the_printer():
    sheet = sheet_of(
        head=["支部", "名册"], columns=[("姓名", 10), ("备注", 10)], rows=[["甲", ""]], foot=["注"]
    )

    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A1:B1", "A2:B2", "A5:B5"}
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A4", "$3:$3")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.column_dimensions["A"].width, sheet["A4"].border.left.style) == (15, "thin")
