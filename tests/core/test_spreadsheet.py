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


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text):
    book = load_workbook(
        BytesIO(
            workbook_bytes(title="表", head=[text], columns=[(text, 8)], rows=[[text]], foot=[text])
        )
    )

    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells} == {f"'{text}".replace("\r", "\n")}


def test_plain_texts_are_unchanged():
    content = workbook_bytes(
        title="表",
        head=["期间"],
        columns=[("序号", 4), ("班级", 10)],
        rows=[["1", "初二（3）班"]],
        foot=[],
    )

    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active.rows]
    assert rows == [["期间", None], ["序号", "班级"], ["1", "初二（3）班"]]


def test_characters_that_no_cell_can_hold_are_removed():
    content = workbook_bytes(
        title="表", head=[], columns=[("姓名", 8)], rows=[["曾\x00\x0b明"], ["\x01=1"]], foot=[]
    )

    assert [row[0] for row in load_workbook(BytesIO(content)).active.values] == [
        "姓名",
        "曾明",
        "'=1",
    ]
