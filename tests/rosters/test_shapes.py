"""Lists as schools lay them out: several in a sheet, the class anywhere, titles nobody has seen before."""

from datetime import date
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from branch.rosters.checking import choices_of
from branch.rosters.condensing import opened
from branch.rosters.importer import Importer
from branch.rosters.refusal import RosterError
from tests.spreadsheets import csv_file, xlsx

pytestmark = pytest.mark.django_db
TITLES = ("学号", "姓名", "性别")
NAMES = ["廖平", "廖安", "单亦", "秦思", "范文", "江晨", "毛静", "袁瑶", "郭怡", "盖晴"]


PHONE = "13900000001"
PAIR = ("26000101", "廖平"), ("26000102", "廖安")


def pupils(first, count):
    """Rows of pupils with numbers from `first` on."""
    return [
        (str(26000000 + first + n), NAMES[(first // 20 + n) % 10], "女男"[n % 2])
        for n in range(count)
    ]


def placed(found):
    """[(row, number, class)] of the rows of a check."""
    return [
        (line.row, line.values["number"], tuple(line.values["school_class"]))
        for line in found.lines
    ]


def expected(first_row, people, school_class):
    return [(first_row + n, row[0], (2026, school_class)) for n, row in enumerate(people)]


@pytest.mark.parametrize("between", [[], [()], [("班主任签字：",), ()], [("合计", "", 2), ()]])
@pytest.mark.parametrize("titles", [TITLES, ("姓名", "学号", "性别")])
@pytest.mark.parametrize("again", [True, False])
def test_two_classes_under_each_other_are_two(check, between, titles, again):
    order = [TITLES.index(title) for title in titles]
    one, two = ([[row[n] for n in order] for row in pupils(start, 2)] for start in (0, 10))
    rows = [("初一（1）班",), titles, *one, *between, ("初一（2）班",), *[titles] * again, *two]

    found = check(xlsx({"名单": rows}))

    assert placed(found) == [
        *expected(3, pupils(0, 2), 1),
        *expected(6 + len(between) + again, pupils(10, 2), 2),
    ]


def test_a_list_with_other_titles_below_is_read_by_its_own(check):
    rows = [
        ("初一（1）班",),
        TITLES,
        *pupils(0, 2),
        (),
        ("初一（2）班",),
        ("姓名", "学号", "备注"),
        ("廖安", "26000099", "走读"),
    ]

    found = check(xlsx({"名单": rows}))

    assert placed(found)[-1] == (8, "26000099", (2026, 2))
    assert found.lines[-1].values["remark"] == "走读"


@pytest.mark.parametrize("gap", [0, 1, 2])
@pytest.mark.parametrize("own", [True, False])
def test_two_lists_beside_each_other_are_two(check, gap, own):
    blank = ("",) * gap
    above = ("初一（1）班", "", "", *blank, "初一（2）班" if own else "")
    one, two = pupils(0, 3), pupils(10, 2)
    lines = [(*row, *blank, *(two[n] if n < 2 else ())) for n, row in enumerate(one)]

    found = check(xlsx({"名单": [above, (*TITLES, *blank, *TITLES), *lines]}))

    assert placed(found) == [*expected(3, one, 1), *expected(3, two, 2 if own else 1)]


def test_two_parents_with_the_same_titles_are_no_two_lists(check):
    titles = ("学号", "姓名", "班级", "家长姓名", "联系电话", "家长姓名", "联系电话")
    rows = [titles, ("26000001", "廖平", "703", "廖大", "13800138000", "袁瑶", "13900139000")]

    found = check(xlsx({"名单": rows}))

    assert [row[:2] for row in placed(found)] == [(2, "26000001")]


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    counts=st.lists(st.integers(1, 6), min_size=1, max_size=4),
    is_beside=st.booleans(),
    class_title=st.sampled_from(["{}", "{}学生名单", "广勤中学{}登记表", "{}（续）"]),
    written=st.sampled_from(
        ["初一（{}）班", "七年级{}班", "2026级{}班", "26级（{}）班", "2029届{}班"]
    ),
    title=st.sampled_from(
        ["真实姓名", "学生姓名/Name", "姓 名（必填）", "Full name", "名字与照片一致"]
    ),
)
def test_whatever_lists_a_sheet_holds_nobody_is_lost_or_put_elsewhere(
    check, counts, is_beside, class_title, written, title
):
    lists = [(number, pupils(20 * number, count)) for number, count in enumerate(counts, start=1)]
    titles = ("学号", title, "性别")
    heads = [class_title.format(written.format(number)) for number, _ in lists]
    tables = [[(head, "", ""), titles, *rows] for head, (_, rows) in zip(heads, lists, strict=True)]
    content = xlsx({"名单": _beside(tables) if is_beside else list(chain(*tables))})

    read = {(number, place) for _, number, place in placed(check(content))}

    assert read == {(row[0], (2026, number)) for number, rows in lists for row in rows}


def _beside(tables):
    height = max(map(len, tables))
    filled = [[*rows, *[("", "", "")] * (height - len(rows))] for rows in tables]
    return [list(chain(*([*row, ""] for row in line))) for line in zip(*filled, strict=True)]


CLASSES = [
    "初一（1）班",
    "七1班",
    "701",
    "2026级1班",
    "26级（1）班",
    "2029届1班",
    "2601",
    "202601班",
    "26-1",
]


@pytest.mark.parametrize("said", CLASSES)
def test_a_class_is_known_by_its_grade_or_by_its_years(check, said):
    rows = [(*TITLES, "班级"), (*pupils(0, 1)[0], said)]

    assert placed(check(xlsx({"名单": rows}))) == expected(2, pupils(0, 1), 1)


@pytest.mark.parametrize(
    ("above", "sheet", "name"),
    [
        ("初一（1）班学生名单", "Sheet1", "名单.xlsx"),
        ("学生名单", "初一1班", "名单.xlsx"),
        ("学生名单", "Sheet1", "初一1班学生名单.xlsx"),
        ("2026级学生名单", "1班", "名单.xlsx"),
        ("2026级新生名单（01班）", "Sheet1", "名单.xlsx"),
        ("1班", "Sheet1", "2026级.xlsx"),
        ("2029届学生名单", "（1）班", "名单.xlsx"),
        ("初一年级", "1班", "名单.xlsx"),
        ("初一（1）班学生名单", "2班", "2026级.xlsx"),
    ],
)
def test_the_class_is_said_above_on_the_sheet_or_in_the_name_of_the_file(check, above, sheet, name):
    found = check(xlsx({sheet: [(above,), TITLES, *pupils(0, 2)]}), name)

    assert placed(found) == expected(3, pupils(0, 2), 1)


@pytest.mark.parametrize("above", ["2026.9.1班主任会议", "2026级学生", "班级名单", "1班和2班"])
def test_what_says_no_class_is_not_taken_for_one(check, above):
    with pytest.raises(RosterError, match="缺少“班级”一列"):
        check(xlsx({"名单": [(above,), TITLES, *pupils(0, 2)]}))


@pytest.mark.parametrize(
    ("titles", "guessed"),
    [
        (
            ("学号", "真实姓名", "班级名称"),
            ["“真实姓名”一列当作“姓名”", "“班级名称”一列当作“班级”"],
        ),
        (("学号 Student No.", "姓名/Name", "班级 Class"), ["姓名", "学号", "班级"]),
        (("学号：由教务处编", "姓名，与户口簿一致", "所在教学班级"), ["姓名", "学号", "班级"]),
        (("ID", "Full name", "Class"), ["“ID”一列当作“学号”", "“Class”一列当作“班级”"]),
        (("编码甲", "称呼", "去处"), ["“编码甲”一列当作“学号”", "“称呼”一列当作“姓名”"]),
    ],
)
def test_a_column_is_known_by_what_its_title_or_its_cells_hold(check, titles, guessed):
    rows = [(number, name, "初一1班") for number, name, _ in pupils(0, 4)]

    found = check(xlsx({"名单": [titles, *rows]}))

    assert placed(found) == expected(2, pupils(0, 4), 1)
    says = "".join(one for one in found.remarks if "读入，请核对" in one)
    assert all(one in says for one in guessed)


@pytest.mark.parametrize(
    ("titles", "guessed"),
    [
        (("爸爸", "爸爸手机", "妈妈", "妈妈手机"), {"父亲": "爸爸", "母亲电话": "妈妈手机"}),
        (("他爸", "他爸的号", "他妈", "他妈的号"), {"父亲": "他爸", "父亲电话": "他爸的号"}),
        (("父", "父/联系", "母", "母/联系"), {"父亲": "父", "母亲电话": "母/联系"}),
        (("Father 爸爸", "爸爸 Tel", "妈妈 Mother", "妈妈 Tel"), {"母亲": "妈妈 Mother"}),
    ],
)
def test_a_parent_is_known_by_whose_column_it_is_and_what_it_holds(check, titles, guessed):
    parents = [("曾明", "13900000001", "单远", "13900000002"), ("苏安", "", "秦思", "13900000003")]
    rows = [(number, name, "初一1班") for number, name, _ in pupils(0, 2)]
    rows = [(*row, *pair) for row, pair in zip(rows, parents, strict=True)]

    found = check(xlsx({"名单": [("学号", "姓名", "班级", *titles), *rows]}))

    assert [line.values["guardians"] for line in found.lines] == [
        [("曾明", "父亲", "13900000001"), ("单远", "母亲", "13900000002")],
        [("苏安", "父亲", ""), ("秦思", "母亲", "13900000003")],
    ]
    says = "".join(found.remarks)
    assert all(f"“{title}”一列当作“{label}”" in says for label, title in guessed.items())


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("祖父", ("曾明", "苏安")),
        ("外祖母电话", ("13900000001", "13900000002")),
        ("姑父手机", ("13900000001", "13900000002")),
        ("爸爸微信", ("13900000001", "13900000002")),
        ("爸爸wechat", ("13900000001", "13900000002")),
        ("妈妈V信", ("13900000001", "13900000002")),
        ("妈妈单位", ("曾明公司", "苏安公司")),
        ("母亲签名", ("曾明", "苏安")),
        ("父亲状况", ("白血病", "车祸")),
        ("爸爸职业", ("农民", "司机")),
        ("爱心妈妈", ("曾明", "苏安")),
        ("爱心妈妈电话", ("13900000001", "13900000002")),
        ("舅妈", ("曾明", "苏安")),
        ("姨妈电话", ("13900000001", "13900000002")),
        ("干爸", ("曾明", "苏安")),
        ("祖父母", ("曾明", "苏安")),
        ("爸爸的妈妈", ("曾明", "苏安")),
        ("妈妈前夫", ("曾明", "苏安")),
        ("家长联系教师", ("曾明", "苏安")),
        ("父母以外紧急联系人", ("曾明", "苏安")),
        ("母校", ("江南小学", "江北小学")),
        ("爸爸", ("13900000001", "无手机，找邻居")),
    ],
)
def test_who_is_no_parent_and_what_is_no_telephone_is_not_read(check, title, cells):
    rows = [(number, name, "初一1班") for number, name, _ in pupils(0, 2)]
    rows = [(*row, cell) for row, cell in zip(rows, cells, strict=True)]

    found = check(xlsx({"名单": [("学号", "姓名", "班级", title), *rows]}))

    assert f"没有用到的列：{title}。" in found.remarks
    assert [line.values["guardians"] for line in found.lines] == [[], []]


@pytest.mark.parametrize("above", ["舅妈", "姨妈", "爱心妈妈", "祖父母", "妈妈前夫", "爸爸单位"])
def test_a_group_of_titles_about_somebody_else_is_not_read(check, above):
    rows = [("学号", "姓名", "班级", above, above), ("", "", "", "姓名", "电话")]
    rows += [(*one, "初一1班", "曾明", "13900000001") for one in PAIR]

    found = check(xlsx({"名单": rows}))

    assert f"没有用到的列：{above}、{above}。" in found.remarks
    assert [line.values["guardians"] for line in found.lines] == [[], []]


@pytest.mark.parametrize("above", ["爸爸", "老爸", "父"])
def test_a_parent_is_known_by_another_word_above_two_columns(check, above):
    rows = [("学号", "姓名", "班级", above, above), ("", "", "", "姓名", "电话")]
    rows += [(*one, "初一1班", "曾明", "13900000001") for one in PAIR]

    found = check(xlsx({"名单": rows}))

    assert [line.values["guardians"] for line in found.lines] == [
        [("曾明", "父亲", "13900000001")]
    ] * 2


def test_a_telephone_that_a_class_shares_is_no_parent_s(check):
    rows = [("学号", "姓名", "班级", "妈妈")]
    rows += [(number, name, "初一1班", "02088889999") for number, name, _ in pupils(0, 9)]

    assert [line.values["guardians"] for line in check(xlsx({"名单": rows})).lines] == [[]] * 9


@pytest.mark.parametrize("said", ["白血病", "判刑", "在押", "戒毒所"])
def test_what_befell_a_parent_is_no_name_and_is_not_kept(check, said):
    rows = [("学号", "姓名", "班级", "爸爸")]
    rows += [(*one, "初一1班", name) for one, name in zip(PAIR, ("阿依古丽", said), strict=True)]
    rows += [("26000109", "秦思", "初一1班", "苏安"), ("26000110", "单亦", "初一1班", "曾明")]
    rows += [("26000111", "苏平", "初一1班", "苏明")]

    lines = check(xlsx({"名单": rows})).lines

    assert [line.values["guardians"] for line in lines[:2]] == [[("阿依古丽", "父亲", "")], []]
    assert said not in f"{lines[1].cells}{lines[1].warnings}"


@pytest.mark.parametrize(
    "title",
    [
        "父母姓名",
        "父/母",
        "爸爸或妈妈",
        "爸妈",
        "父亲/母亲",
        "父亲或者母亲",
        "母亲&父亲",
        "妈妈、爸爸姓名",
    ],
)
def test_a_column_about_either_parent_is_the_guardian_s(check, title):
    rows = [(number, name, "初一1班", "曾明") for number, name, _ in pupils(0, 1)]

    (line,) = check(xlsx({"名单": [("学号", "姓名", "班级", title), *rows]})).lines

    assert line.values["guardians"] == [("曾明", "", "")]


@pytest.mark.parametrize(
    "other", ["确诊日期", "何时搬来", "弟弟出生", "妹妹生日", "出生地", "出生证发证日期"]
)
def test_a_birthday_is_known_by_its_title_and_no_other_day_is_one(check, other):
    titles = ("学号", "姓名", "班级", other, "何时出生")
    rows = [(*one, "初一1班", "2014-05-01") for one in PAIR]
    rows = [(*row, day) for row, day in zip(rows, ("2014年3月1日", "不清楚"), strict=True)]

    found = check(xlsx({"名单": [titles, *rows]}))

    assert found.lines[0].values["born_on"] == "2014-03-01"
    assert [one["column"] for one in found.lines[1].errors] == ["出生年月日"]
    assert f"没有用到的列：{other}。" in found.remarks


@pytest.mark.parametrize(
    "title", ["母亲工作单位", "班级人数", "姓名拼音", "家长签名", "监护人单位"]
)
def test_a_title_that_means_something_else_is_not_read(check, title):
    rows = [(number, name, "初一1班", "某某公司") for number, name, _ in pupils(0, 3)]

    found = check(xlsx({"名单": [("学号", "姓名", "班级", title), *rows]}))

    assert f"没有用到的列：{title}。" in found.remarks
    assert [line.values["guardians"] for line in found.lines] == [[], [], []]


def test_the_column_that_is_missing_is_named(check):
    rows = [("学号", "性别", "班级"), ("1", "女", "703"), ("2", "男", "703")]

    with pytest.raises(
        RosterError, match="缺少“姓名”一列，请补上后再导入。读到的列标题是：学号、性别、班级"
    ):
        check(xlsx({"名单": rows}))


def test_a_column_that_is_not_there_is_refused():
    importer = Importer.of("students")
    book = opened(importer, "a.csv", csv_file([TITLES, *pupils(0, 1)]), on=date(2026, 11, 24))

    for columns, says in (
        ({"学号": "没有的"}, "没有叫“没有的”的一列"),
        ({"身高": "x"}, "没有“身高”"),
    ):
        with pytest.raises(RosterError, match=says):
            choices_of(importer, book, columns=columns, answer="")


@pytest.mark.parametrize("title", ["号", "号码", "联系", "联系手机"])
def test_a_short_word_is_a_telephone_s_beside_a_parent_s_alone(check, title):
    """A column called 号 may hold places or seats; of 爸爸 的号 nothing else is meant."""
    for whose, guardians in (("", [[], []]), ("爸爸的", [[("父亲", "父亲", PHONE)], []])):
        rows = [("学号", "姓名", "班级", whose + title)]
        rows += [(*one, "初一1班", cell) for one, cell in zip(PAIR, (PHONE, ""), strict=True)]

        found = check(xlsx({"名单": rows}))

        assert [line.values["guardians"] for line in found.lines] == guardians
        assert [line.errors for line in found.lines] == [[], []]


def test_one_bad_number_costs_a_parent_s_column_nothing_but_its_row(check):
    rows = [("学号", "姓名", "班级", "爸爸手机")]
    rows += [(*one, "初一1班", cell) for one, cell in zip(PAIR, (PHONE, "1390000"), strict=True)]

    found = check(xlsx({"名单": rows}))

    assert [len(line.errors) for line in found.lines] == [0, 1]
    assert found.lines[0].values["guardians"] == [("父亲", "父亲", PHONE)]
