"""Which lines of a list are people: nobody goes missing unsaid, and no foot becomes a child."""

import pytest

from tests.spreadsheets import xlsx

pytestmark = pytest.mark.django_db
TITLES = ("序号", "学号", "姓名", "性别", "出生日期")
PUPIL = (1, "26000101", "廖平", "女", "2013-09-02")


def labels(check, line, titles=TITLES):
    """The labels of the rows that are read besides the first pupil, and what they lack."""
    first = [dict(zip(TITLES, PUPIL, strict=True)).get(title, "") for title in titles]
    found = check(xlsx({"初一1班": [titles, first, line]})).lines[1:]
    return [(line.label, [one["message"] for one in line.errors]) for line in found]


@pytest.mark.parametrize("name", ["何室", "王科", "张班", "安部", "田组"])
@pytest.mark.parametrize("rest", [("男",), ("", "2013-09-02")])
def test_a_child_called_like_a_section_is_said_to_lack_its_number(check, name, rest):
    assert labels(check, (2, "", name, *rest)) == [(name, ["请填写学号。"])]


@pytest.mark.parametrize("titles", [TITLES, TITLES[1:]])
def test_a_short_number_with_a_gender_and_a_day_is_said_to_lack_its_name(check, titles):
    line = {"学号": 107, "性别": "男", "出生日期": "2013-09-02"}

    found = labels(check, [line.get(title, "") for title in titles], titles)

    assert found == [("107", ["请填写姓名。"])]


@pytest.mark.parametrize(
    "line",
    [
        ("应到", 5, "实到", 5),
        ("男生", 3, "女生", 2),
        ("", "一、二班", "", "", ""),
        ("No.", "Student No.", "Name", "Gender", "Birthday"),
    ],
)
def test_a_foot_and_titles_in_english_are_no_child(check, line):
    assert labels(check, line) == []


@pytest.mark.parametrize("mark", ["新", "转", "★"])
def test_a_mark_in_the_place_of_the_ordinal_takes_nobody_away(check, mark):
    assert labels(check, (mark, 5, "廖安", "女", "")) == [("5 廖安", [])]
