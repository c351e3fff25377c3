"""A list of those who have left enrols nobody, and is said to be left unread."""

import pytest

from branch.rosters.refusal import RosterError
from tests.spreadsheets import xlsx

pytestmark = pytest.mark.django_db
TITLES = ("学号", "姓名", "性别")
HERE, GONE = ("26000101", "廖平", "女"), ("26000190", "廖安", "男")
SAYS = ["转出学生名单", "七（1）班休学学生名单：", "已退学学生", "转出、休学学生情况统计表（2026）"]


def numbers(found):
    return [line.values["number"] for line in found.lines]


@pytest.mark.parametrize("title", SAYS)
@pytest.mark.parametrize("titles", [[TITLES], [], [("姓名", "学号", "去向")]])
def test_who_is_listed_under_a_class_as_gone_is_not_enrolled(check, title, titles):
    gone = GONE if titles != [("姓名", "学号", "去向")] else ("廖安", "26000190", "外校")

    found = check(xlsx({"初一1班": [TITLES, HERE, (), (title,), *titles, gone]}))

    assert numbers(found) == ["26000101"]
    assert any(title in one and "没有读入" in one for one in found.remarks)


@pytest.mark.parametrize(
    "rows",
    [
        [
            ("初一1班学生名单", "", "", "", "转出学生名单"),
            (*TITLES, "", *TITLES),
            (*HERE, "", *GONE),
        ],
        [(*TITLES, "", "学号", "姓名", "转出时间"), (*HERE, "", *GONE[:2], "2026.3")],
    ],
)
def test_who_is_listed_beside_a_class_as_gone_is_not_enrolled(check, rows):
    found = check(xlsx({"初一1班": rows}))

    assert numbers(found) == ["26000101"]
    assert any("转出" in one and "里的人已经离开，没有读入" in one for one in found.remarks)


@pytest.mark.parametrize("below", ["初一2班", "在读学生名单"])
def test_a_class_below_those_who_have_left_is_read(check, below):
    other = ("姓名", "学号", "备注")
    rows = [("转出学生名单",), TITLES, GONE, (), (below,), other, ("廖平", "26000101", "")]

    assert numbers(check(xlsx({"初一1班": rows}))) == ["26000101"]


@pytest.mark.parametrize(
    "title",
    ["学生名单（含休学）", "在读及休学学生名单", "无休学学生", "转入学生名单", "转出学生请注明"],
)
def test_a_title_that_says_it_of_a_few_or_of_nobody_leaves_nobody_out(check, title):
    assert numbers(check(xlsx({"初一1班": [(title,), TITLES, HERE]}))) == ["26000101"]


def test_a_file_of_those_who_have_left_alone_is_refused_with_the_reason(check):
    with pytest.raises(RosterError, match="“转出学生名单”里的人已经离开"):
        check(xlsx({"初一1班": [("转出学生名单",), TITLES, GONE]}))
