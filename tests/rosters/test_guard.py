"""Files that are no plain roster: each is turned away in a sentence, and nothing is kept."""

import random
import tracemalloc
from contextlib import suppress
from io import BytesIO

import pytest
from openpyxl import Workbook

from branch.rosters.book import open_book
from branch.rosters.models import ImportBatch
from branch.rosters.refusal import RosterError
from tests.rosters.hostile import HOSTILE, PLAIN, ROWS, lying_sizes
from tests.spreadsheets import check_file, csv_file, pupils_file, xls, xlsx


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_plain_roster_is_turned_away_in_a_sentence(name, today):
    file_name, make, says = HOSTILE[name]

    with pytest.raises(RosterError, match=says) as refusal:
        check_file("staff", file_name, make(), on=today, effective_on=today)

    assert "".join(refusal.value.messages).endswith("。")
    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize(
    "name", ["a bomb", "one text in every cell", "a cell in the last corner", "a million lines"]
)
def test_turning_it_away_takes_little_memory(name):
    file_name, make, _ = HOSTILE[name]
    content = make()
    tracemalloc.start()

    with pytest.raises(RosterError):
        open_book(file_name, content)

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 80_000_000


def test_what_lies_behind_a_part_of_ten_bytes_is_never_unpacked():
    content = lying_sizes()
    tracemalloc.start()

    book = open_book("a.xlsx", content)

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (book, most < 5_000_000) == (open_book("a.xlsx", PLAIN), True)


LIVE = [
    '=HYPERLINK("http://x","y")',
    "=1+1",
    "＝1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "\u200b=1+1",
    "－1+cmd|'x'!A1",
]


@pytest.mark.parametrize("text", LIVE)
@pytest.mark.parametrize("is_csv", [True, False])
def test_text_that_would_be_calculated_elsewhere_is_a_formula_too(text, is_csv):
    rows = [*ROWS, ("T2", f"'{text}" if text[0] == "=" and not is_csv else text)]
    content = csv_file(rows, "utf-8") if is_csv else as_texts(rows)

    (sheet,) = open_book("a.csv" if is_csv else "a.xlsx", content).sheets

    assert sheet.formulas == {(2, 1)}


def as_texts(rows):
    """A workbook where what looks like a formula is a text cell, as a colleague types it behind an apostrophe."""
    book = Workbook()
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = book.active.cell(number, column)
            cell.value, cell.data_type = text.removeprefix("'"), "s"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "text", ["-", "—", "——", "+8613800000000", "-2", "－（待定）", "@", "一、+1"]
)
def test_a_dash_and_a_number_are_no_formulas(text):
    book = open_book("a.csv", csv_file([*ROWS, ("T2", text)], "utf-8"))

    assert book.sheets[0].rows[2] == ["T2", text]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_csv_is_read_in_the_encodings_and_with_the_marks_excel_writes(encoding, mark):
    content = f"教职工名册\n工号{mark}姓名\nT1{mark}汤可".encode(encoding)

    assert open_book("a.csv", content).sheets[0].rows == [
        ["教职工名册"],
        ["工号", "姓名"],
        ["T1", "汤可"],
    ]


TITLES = ("工号", "姓名", "住址", "备注")
PERSON = ("T1", "汤可", "甲市,乙区,丙路,1号,301", "甲;乙;丙;丁")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("\n".join(["\t,".join(TITLES) + "\t"] * 9), ","),
        ("\n".join([",".join(TITLES), *["\t,".join("甲乙丙丁") + "\t"] * 9]), ","),
        ("\n".join([",".join(TITLES), "T1,汤可,甲路,甲;乙;丙;丁"]), ","),
        ("\n".join("\t".join(row) for row in (TITLES, PERSON)), "\t"),
        ("\n".join(["核对,上报;" * 150, "\t".join(TITLES), "\t".join(PERSON)]), "\t"),
        ("\n".join("|".join(row) for row in (TITLES, PERSON)), "|"),
    ],
)
def test_the_values_of_a_text_stand_between_what_its_lines_agree_in(text, mark):
    (sheet,) = open_book("a.csv", text.encode()).sheets

    assert sheet.rows == [
        line.split(mark) + [""] * line.endswith(mark) for line in text.split("\n")
    ]


def test_an_old_workbook_with_a_sector_of_any_size_is_read_or_turned_away():
    content = bytearray(xls({"名册": ROWS}))
    content[30:32] = (64_521).to_bytes(2, "little")

    with pytest.raises(RosterError, match="打不开"):
        open_book("a.xls", bytes(content))


def test_what_a_school_has_hidden_is_not_read():
    book = Workbook()
    book.active.append(("工号", "姓名"))
    hidden = book.create_sheet("去年")
    hidden.append(("T9", "汤九"))
    hidden.sheet_state = "hidden"
    out = BytesIO()
    book.save(out)

    assert [sheet.name for sheet in open_book("a.xlsx", out.getvalue()).sheets] == ["Sheet"]


def test_an_old_workbook_is_read_like_a_new_one():
    rows = [("工号", "姓名"), *((f"T{n}", f"汤{n}") for n in range(2_000))]

    old, new = open_book("a.xls", xls({"名册": rows})), open_book("a.xlsx", xlsx({"名册": rows}))

    assert old.sheets == new.sheets


def test_a_file_with_bytes_gone_wrong_is_read_or_turned_away():
    """Whatever the libraries below stumble over has its sentence, even where they give up altogether."""
    dice = random.Random(20261124)  # noqa: S311 (the same damage in every run)
    old = xls({"名册": [*ROWS] * 30})
    for content, name in [(pupils_file(), "a.xlsx"), (old, "a.xls")] * 40:
        broken = bytearray(content)
        for _ in range(dice.choice((1, 3, 20))):
            broken[dice.randrange(8, len(broken))] = dice.randrange(256)
        with suppress(RosterError):
            open_book(name, bytes(broken))
