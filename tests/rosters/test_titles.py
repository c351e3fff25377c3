"""Whose a column is and what its title means, however schools lay their titles out."""

import pytest

from tests.spreadsheets import xlsx

pytestmark = pytest.mark.django_db
DAD, MUM = "13900000001", "13900000002"
BOTH = [("曾明", "父亲", DAD), ("单远", "母亲", MUM)]
PUPIL = {"学号": "26000101", "姓名": "廖平", "班级": "初一1班"}


def read(check, titles, *cells):
    """The check of a list of one pupil with these further columns."""
    return check(xlsx({"名单": [(*PUPIL, *titles), (*PUPIL.values(), *cells)]}))


def guardians(found):
    return [tuple(one) for one in found.lines[0].values["guardians"]]


@pytest.mark.parametrize(
    ("titles", "cells"),
    [
        (("父亲", "联系电话", "母亲", "联系电话"), ("曾明", DAD, "单远", MUM)),
        (("父亲姓名", "手机", "妈妈", "电话"), ("曾明", DAD, "单远", MUM)),
        (("爸爸", "电话 Tel", "妈妈", "电话 Tel"), ("曾明", DAD, "单远", MUM)),
        (("父亲", "母亲", "电话", "电话"), ("曾明", "单远", DAD, MUM)),
        (
            ("父亲", "工作单位", "手机", "母亲", "工作单位", "手机"),
            ("曾明", "某厂", DAD, "单远", "某店", MUM),
        ),
    ],
)
def test_a_telephone_is_of_the_parent_named_before_it(check, titles, cells):
    found = read(check, titles, *cells)

    assert guardians(found) == BOTH
    assert "电话、" not in "".join(found.remarks)


@pytest.mark.parametrize(
    ("titles", "cells", "expected"),
    [
        (("父亲", "母亲", "电话"), ("曾明", "单远", DAD), [("监护人", "", DAD)]),
        (("父亲", "家庭住址", "电话"), ("曾明", "某街1号", DAD), [("监护人", "", DAD)]),
        (("父亲", "父亲电话", "电话"), ("曾明", MUM, DAD), [("监护人", "", DAD)]),
    ],
)
def test_a_telephone_of_nobody_in_particular_stays_the_household_s(check, titles, cells, expected):
    found = read(check, titles, *cells)

    assert guardians(found)[:1] == expected


@pytest.mark.parametrize("who", ["舅妈", "班主任", "叔叔", "爷爷姓名", "监护人2"])
def test_a_telephone_behind_somebody_else_is_no_guardian_s(check, who):
    found = read(check, ("父亲", "电话", who, "电话"), "曾明", DAD, "苏安", MUM)

    assert guardians(found) == BOTH[:1]
    assert "电话" in found.remarks[-1]


def test_a_second_parent_s_telephone_is_not_the_first_one_s(check):
    titles = ("家长姓名", "关系", "家长姓名", "关系", "联系电话")

    found = read(check, titles, "曾明", "父亲", "单远", "母亲", MUM)

    assert guardians(found) == [("曾明", "父亲", "")]


def test_lists_beside_each_other_keep_both_parents_with_their_telephones(check):
    titles = ("学号", "姓名", "班级", "父亲", "单位", "电话", "母亲", "单位", "电话")
    rows = [
        (number, name, "初一1班", "曾明", "某厂", DAD, "单远", "某店", MUM)
        for number, name in (("26000101", "廖平"), ("26000102", "廖安"))
    ]

    found = check(xlsx({"名单": [titles * 2, rows[0] + rows[1]]}))

    assert [line.label for line in found.lines] == ["26000101 廖平", "26000102 廖安"]
    assert [line.values["guardians"] for line in found.lines] == [BOTH, BOTH]
