"""One cell: whatever shape it comes in, it means what the person meant, or says why it can't."""

from datetime import date, datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branch.rosters import cells
from branch.rosters.cells import CellError
from tests import messy

day = partial(cells.day, earliest=date(1990, 1, 1), latest=date(2026, 11, 24))


def read(clean, cell):
    """(what it means, the sentences it leaves)"""
    said = []
    return clean(cell, said.append), said


def code_of(clean, cell):
    with pytest.raises(CellError) as fault:
        clean(cell, lambda sentence: None)
    assert fault.value.message.endswith("。")
    return fault.value.code


@pytest.mark.parametrize(
    "cell",
    [
        "2013-09-02",
        "2013/9/2",
        "2013.9.2",
        "2013.09.02",
        "2013年9月2日",
        "2013年09月02日",
        "20130902",
        20130902.0,
        "２０１３年９月２日",
        "2013 年 9 月 2 日",
        "2013年9月2号",
        "2013-09-02 00:00:00",
        "2013-09-02T00:00:00",
        " 2013/9/2 ",
        "2013、9、2",
        "2013.9.2.",
        date(2013, 9, 2),
        datetime(2013, 9, 2, 8, 30),  # noqa: DTZ001 (a cell has no time zone)
        41519,
        41519.0,
        "41519",
        41519.35,
    ],
)
def test_a_day_is_read_in_every_shape(cell):
    assert read(day, cell) == ("2013-09-02", [])


@pytest.mark.parametrize(
    "cell", ["2013年9月", "2013.09", "2013-9", "201309", 201309.0, "2013.9", 2013.9]
)
def test_a_month_is_its_first_day_and_says_so(cell):
    said = cells.text_of(cell)
    assert read(day, cell) == ("2013-09-01", [f"“{said}”没有写日，按 9 月 1 日读入。"])


def test_a_month_that_may_have_lost_its_nought_says_that_too():
    assert read(day, 2013.1) == (
        "2013-01-01",
        ["“2013.1”没有写日，按 1 月 1 日读入，也可能是 10 月。"],
    )


@pytest.mark.parametrize("cell", [None, "", " ", "　", "无", "/", "-", "—", "暂无"])
def test_an_empty_mark_is_no_day(cell):
    assert read(day, cell) == ("", [])


@pytest.mark.parametrize(
    "cell",
    [
        "2013-02-30",
        "2014.2.29",
        "2013年13月5日",
        "9月2日",
        "去年",
        "2013",
        "13.9.2",
        "1989-12-31",
        "2026-11-25",
        703.0,
        -5.0,
        True,
        "2013-9-2-1",
    ],
)
def test_no_day_is_an_error(cell):
    assert code_of(day, cell) == "bad_date"


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("2013", "“2013”只有年份，"),
        (1998.0, "“1998”只有年份，"),
        ("2013年", "“2013年”只有年份，"),
        (98.7, "“98.7”不是一个日期，"),
        (130902.0, "“130902”不是一个日期，"),
        (703.0, "“703”不是一个日期，"),
        ("2013年13月", "“2013年13月”不是一个日期，"),
        ("1989-12", "“1989-12”不在合理的范围里，"),
    ],
)
def test_a_fault_names_what_stands_in_the_cell_and_nothing_else(cell, says):
    said = []

    with pytest.raises(CellError, match=says):
        day(cell, said.append)

    assert said == []


@given(st.dates(date(1990, 1, 1), date(2026, 11, 24)), st.data())
def test_any_day_comes_back_from_any_shape(value, data):
    assert day(data.draw(messy.day(value)), lambda sentence: None) == value.isoformat()


@pytest.mark.parametrize(
    "cell",
    [
        "13800138000",
        13800138000,
        13800138000.0,
        "13800138000.0",
        "１３８００１３８０００",
        "138-0013-8000",
        "138 0013 8000",
        "+8613800138000",
        "86-13800138000",
        "+86 138 0013 8000",
        "008613800138000",
        "(+86)13800138000",
        "'13800138000",
        "138–0013–8000",
        "\u200b13800138000",
    ],
)
def test_a_telephone_is_read_in_every_shape(cell):
    assert read(cells.phone, cell) == ("13800138000", [])


@pytest.mark.parametrize(
    "cell",
    ["13800138000（妈妈）", "妈妈13800138000", "电话：138-0013-8000", "+86 13800138000 晚上打"],
)
def test_words_around_a_telephone_are_left_out(cell):
    assert read(cells.phone, cell) == ("13800138000", [])


@pytest.mark.parametrize(
    "cell", ["13800138000/13900139000", "13800138000 13900139000", "13800138000（母）13900139000"]
)
def test_of_two_telephones_the_first_is_read_and_the_other_said(cell):
    assert read(cells.phone, cell) == ("13800138000", ["写了 2 个手机号，读入第一个 13800138000。"])


@pytest.mark.parametrize(
    "cell", ["020-81234567", "0757-8123456", "81234567", "（020）81234567转801"]
)
def test_a_landline_costs_the_telephone_alone(cell):
    number, said = read(cells.phone, cell)

    assert (number, len(said), "固定电话" in said[0]) == ("", 1, True)


@pytest.mark.parametrize(
    "cell",
    [
        "138001380",
        "23800138000",
        "妈妈",
        "1380013800O",
        1.5,
        "138001380001",
    ],
)
def test_no_telephone_is_an_error(cell):
    assert code_of(cells.phone, cell) == "bad_phone"


@given(messy.phones, st.data())
def test_any_telephone_comes_back_from_any_shape(value, data):
    assert cells.phone(data.draw(messy.phone(value)), lambda sentence: None) == value


@pytest.mark.parametrize(
    "cell", [3.202012013050112e16, 1e15, "3.20201E+17", "3.2e+16", "3E17", "３.２Ｅ+16"]
)
@pytest.mark.parametrize("clean", [cells.key_number, cells.phone])
def test_digits_that_are_lost_are_an_error_that_says_how_to_mend_the_file(clean, cell):
    with pytest.raises(CellError, match="请将该列设为“文本”后重新录入") as fault:
        clean(cell, lambda sentence: None)

    assert fault.value.code == "digits_lost"


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        (20260001, "20260001"),
        (20260001.0, "20260001"),
        ("20260001.0", "20260001"),
        ("２０２６０００１", "20260001"),
        (" 2026 0001 ", "20260001"),
        ("'20260001", "20260001"),
        ("gq2000", "GQ2000"),
        ("ＧＱ２０００", "GQ2000"),
        ("007", "007"),
        ("A-1_b", "A-1_B"),
        (999999999999999.0, "999999999999999"),
        ("12345678901234567890", "12345678901234567890"),
    ],
)
def test_a_number_is_read_in_every_shape(cell, meant):
    assert read(cells.key_number, cell) == (meant, [])


@pytest.mark.parametrize(
    "cell", ["张三", "1.5", 3001.5, "a b/c", "123456789012345678901", "-5", "1,2"]
)
def test_what_is_no_number_is_an_error(cell):
    assert code_of(cells.key_number, cell) == "missing"


@given(messy.numbers, st.data())
def test_any_number_comes_back_from_any_shape(value, data):
    assert cells.key_number(data.draw(messy.number(value)), lambda sentence: None) == value


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("曾 明", "曾明"),
        ("曾　明", "曾明"),
        (" 欧阳 荷 ", "欧阳荷"),
        ("李〇", "李〇"),
        ("买买提•艾力", "买买提·艾力"),
        ("古丽・阿依", "古丽·阿依"),
        ("阿·卜·都", "阿·卜·都"),
        ("Li  Ming", "Li Ming"),
        ("㛃瑶", "㛃瑶"),
        ("𠮷田", "𠮷田"),
        ("\ufeff曾明", "曾明"),
        ("曾\x00\x01\x1b明", "曾明"),
        ("\u202e曾明\u2066", "曾明"),
        ("曾\x0b明", "曾明"),
        ("/", ""),
        (None, ""),
    ],
)
def test_a_name_loses_its_blanks_and_keeps_its_dot(cell, meant):
    assert read(cells.person_name, cell) == (meant, [])


@pytest.mark.parametrize(("cell", "says"), [("曾明1", "里有数字"), ("曾\ue000", "自造字")])
def test_a_name_that_may_be_wrong_is_read_and_said(cell, says):
    meant, said = read(cells.person_name, cell)

    assert (meant, len(said), says in said[0]) == (cell, 1, True)


def test_a_name_too_long_is_an_error():
    assert code_of(cells.person_name, "长" * 31) == "missing"


@given(messy.names, st.data())
def test_any_name_comes_back_from_any_shape(value, data):
    assert cells.person_name(data.draw(messy.name(value)), lambda sentence: None) == value


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("男", "m"),
        ("女", "f"),
        (" 女 ", "f"),
        ("男生", "m"),
        ("M", "m"),
        ("f", "f"),
        ("Ｆ", "f"),
        (1, "m"),
        (2.0, "f"),
        ("1", "m"),
        (None, ""),
    ],
)
def test_a_gender_is_read_in_every_shape(cell, meant):
    assert read(cells.gender, cell) == (meant, [])


def test_another_word_is_left_out_and_said():
    assert read(cells.gender, "未知") == ("", ["性别“未知”没有读入，请写“男”或“女”。"])


def test_prose_stays_as_it_is_but_for_its_length():
    words = partial(cells.words, limit=6)

    assert read(words, "走读，Ａ 区\n东门") == ("走读，Ａ 区", ["超过 6 字，只留下前 6 字。"])
    assert read(words, "无") == ("", [])


@pytest.mark.parametrize(
    ("cell", "holds"),
    [
        ("440101201305012345", True),
        ("44010120130501234X", True),
        ("G440101201305012345", True),
        ("４４０１０１２０１３０５０１２３４５", True),
        ("身份证：440101 20130501 2345", True),
        (4.40101201305012e17, True),
        ("440101201313012345", False),
        ("13800138000", False),
        ("12345678901234567890", False),
        (20260001.0, False),
        (None, False),
        ("春晖路183号7栋2214室，东门旁边第二个小区的三楼", False),
    ],
)
def test_an_identity_number_is_known_wherever_it_stands(cell, holds):
    assert cells.holds_identity(cell) is holds


@pytest.mark.parametrize("cell", ["男", "男性", "男生", "男 ", "M", "male", "1", "男孩"])
def test_a_gender_is_read_however_it_is_said(cell):
    assert read(cells.gender, cell) == ("m", [])


def test_a_gender_that_is_both_is_said():
    assert read(cells.gender, "男女")[0] == ""


@pytest.mark.parametrize(
    ("cell", "name"),
    [("⽅⼩燕", "方小燕"), ("⻢⼩⽅", "马小方"), ("廖\u00ad平", "廖平"), ("廖\ufe00平", "廖平")],
)
def test_a_name_has_the_characters_it_shows(cell, name):
    assert read(cells.person_name, cell) == (name, [])


@pytest.mark.parametrize("cell", ["廖?", "廖？平", "廖□", "廖*", "廖�平"])
def test_a_damaged_name_is_said(cell):
    name, said = read(cells.person_name, cell)

    assert (name, [one for one in said if "丢失的字" in one]) == (cell, said)
    assert said


def test_what_stands_behind_a_name_is_no_part_of_it():
    name, said = read(cells.person_name, "廖平（休学）")

    assert (name, said) == ("廖平", ["姓名旁边的“休学”没有读入，请核对，需要时另行登记。"])


@pytest.mark.parametrize("cell", ["离异", "已去世", "父亲去世", "不详", "失联", "（离异）", "病故"])
def test_what_is_said_in_the_place_of_a_parent_is_not_kept(cell):
    with pytest.raises(cells.NotKeptError) as refusal:
        cells.adult_name(cell, lambda sentence: None)

    assert (refusal.value.value, cell.strip("（）") in refusal.value.message) == ("", False)


def test_nor_is_what_stands_behind_the_name_of_one():
    with pytest.raises(cells.NotKeptError) as refusal:
        cells.adult_name("廖大（离异）", lambda sentence: None)

    assert (refusal.value.value, "离异" in refusal.value.message) == ("廖大", False)


@pytest.mark.parametrize("cell", ["二〇〇八年六月", "二○○八年六月", "二零零八年六月"])
def test_a_month_in_chinese_numbers_is_read(cell):
    assert read(day, cell)[0] == "2008-06-01"


@pytest.mark.parametrize("cell", ["二〇〇八年六月二十一日", "二〇〇八年六月二一日"])
def test_a_day_in_chinese_numbers_is_read(cell):
    assert read(day, cell)[0] == "2008-06-21"
