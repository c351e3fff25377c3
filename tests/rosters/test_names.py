"""A name is read without what is said beside it; what is said in its place is no name."""

import pytest

from branch.rosters import cells


def read(clean, cell):
    """(what it means, the sentences it leaves)"""
    said = []
    return clean(cell, said.append), said


STATES = [
    "离世",
    "丧偶",
    "离",
    "已离",
    "殁",
    "故",
    "父故",
    "不祥",
    "离婚多年",
    "早年丧父",
    "弃婴",
    "领养",
]
ABSENCES = [
    "无父亲",
    "没有父亲",
    "无父",
    "未婚生育",
    "未填写",
    "不愿透露",
    "无此人",
    "随母",
    "同上",
    "保密",
]
PLACES = ["福利院", "市救助站", "村委会", "在外地", "外出打工", "外地务工"]


@pytest.mark.parametrize("cell", [*STATES, *ABSENCES, *PLACES, "离世、再婚"])
def test_a_state_or_an_absence_is_no_name_of_an_adult(cell):
    with pytest.raises(cells.NotKeptError) as refusal:
        cells.adult_name(cell, lambda sentence: None)

    assert (refusal.value.value, cell in refusal.value.message) == ("", False)


@pytest.mark.parametrize(
    "cell", ["--", "null", "N/A", "nan", "None", "×", "-/-", "...", "。", "——"]
)
def test_a_mark_of_nothing_is_an_empty_name(cell):
    assert read(cells.adult_name, cell) == ("", [])


@pytest.mark.parametrize(
    "cell",
    [
        "刑建国",
        "张去病",
        "吴父生",
        "何故",
        "随祖光",
        "陈书院",
        "安在",
        "父亲",
        "不拉提·艾力",
        "Li Na",
    ],
)
def test_a_name_stays_a_name(cell):
    assert read(cells.adult_name, cell) == (cell, [])


@pytest.mark.parametrize("cell", ["陈大明、李红", "陈大明/李红", "陈大明；李红"])
def test_of_two_adults_the_first_is_read_and_the_other_said(cell):
    assert read(cells.adult_name, cell) == (
        "陈大明",
        ["写了 2 个姓名，读入第一个“陈大明”，其余的请另行登记。"],
    )


@pytest.mark.parametrize(("cell", "are_two"), [("陈大明 李红", True), ("欧阳 小明", False)])
def test_two_adults_with_a_blank_between_them_are_said(cell, are_two):
    name, said = read(cells.adult_name, cell)

    assert (name, len(said)) == ("".join(cell.split()), are_two)


@pytest.mark.parametrize(
    "cell", ["陈大明-再娶", "（继父）陈大明", "陈大明、离异", "陈大明〔离异〕"]
)
def test_what_is_said_beside_an_adult_is_not_kept(cell):
    with pytest.raises(cells.NotKeptError) as refusal:
        cells.adult_name(cell, lambda sentence: None)

    assert refusal.value.value == "陈大明"
    assert not any(word in refusal.value.message for word in ("娶", "继", "离"))


@pytest.mark.parametrize("cell", ["--", "null", "N/A", "不详", "无手机", "无电话", "没有"])
def test_an_absence_is_an_empty_telephone(cell):
    assert read(cells.phone, cell) == ("", [])


def test_a_state_in_the_place_of_a_telephone_is_not_kept():
    with pytest.raises(cells.NotKeptError, match="写的不是手机号") as refusal:
        cells.phone("父亲离世", lambda sentence: None)

    assert refusal.value.value == ""


@pytest.mark.parametrize(
    "cell",
    [
        "（休学）廖平",
        "【休学】廖平",
        "廖平 休学",
        "廖平-休学",
        "廖平〔休学〕",
        "廖平\n休学",
        "休学 廖平",
        "廖平（休学",
    ],
)
def test_a_status_is_the_same_wherever_it_stands(cell):
    assert read(cells.person_name, cell) == (
        "廖平",
        ["姓名旁边的“休学”没有读入，请核对，需要时另行登记。"],
    )


@pytest.mark.parametrize("word", ["转出", "已转出", "借读生", "走读", "随班就读", "复学"])
def test_every_status_is_one(word):
    assert read(cells.person_name, f"廖小平 {word}")[0] == "廖小平"


@pytest.mark.parametrize("cell", ["廖学文", "廖复学", "欧阳 转", "Li-Na", "阿依·古丽"])
def test_a_name_like_a_status_stays(cell):
    assert read(cells.person_name, cell) == (cell.replace("阳 转", "阳转"), [])


@pytest.mark.parametrize(
    "cell", ["★廖子轩", "廖●诺", "廖▲", "廖子轩#", "廖（子）轩", "廖①", "廖平-廖安", "廖平/廖安"]
)
def test_a_mark_in_a_name_is_said_like_a_lost_character(cell):
    name, said = read(cells.person_name, cell)

    assert (name, len(said), "丢失的字" in said[0]) == (cell, 1, True)


@pytest.mark.parametrize("dot", "·•．・･.")
def test_every_dot_is_the_dot_of_a_name(dot):
    assert read(cells.person_name, f"古丽{dot}买买提") == ("古丽·买买提", [])
