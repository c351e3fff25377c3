"""What the list of hardship families may say, which students it means, and what is written and taken back."""

from datetime import date

import pytest

from branch.rosters import actions
from branch.rosters.checking import check
from branch.rosters.condensing import opened
from branch.rosters.importer import Importer
from branch.rosters.refusal import RosterError
from branch.walkins.models import FamilyHardship, HomeVisit
from tests.factories import (
    make_class,
    make_family_pairing,
    make_hardship,
    make_student,
    make_visit,
)
from tests.spreadsheets import carry_on, csv_file, undo, xlsx
from tests.walkins.families.hardship_files import NOW, hardship_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term")]
TODAY = date(2026, 11, 24)
SEPTEMBER = date(2026, 9, 20)


@pytest.fixture
def school_class():
    return make_class(entry_year=2025, number=3)


def name_of(content):
    return "a.xlsx" if content.startswith(b"PK") else "a.csv"


def checked(content, *, on=TODAY):
    importer = Importer.of("hardship")
    book = opened(importer, name_of(content), content, on=on)
    return check(importer, book, on=on, effective_on=on)


def errors(found):
    return [
        (error["column"], error["code"], error["message"])
        for line in found.lines
        for error in line.errors
    ]


def csv_of(*rows, titles=("学号", "姓名", "班级")):
    return csv_file([titles, *rows])


def received(content, *, on=TODAY):
    batch = actions.receive_file(
        kind="hardship", file_name=name_of(content), content=content, effective_on=on, by=None
    )
    return actions.check_batch(batch, on=on)


def bring(content, *, agreed=(), on=TODAY):
    batch = actions.begin_import(received(content), skip_errors=True, by=None, agreed=agreed)
    return carry_on(batch, on=on, at=NOW)


def confirmed():
    rows = FamilyHardship.objects.order_by("student__number")
    return [(row.student.name, row.first_year) for row in rows]


# which students


@pytest.mark.parametrize(
    "row",
    [
        ("S31", "骆一川", ""),
        ("s31", "骆 一川", "初二3班"),
        ("", "骆一川", "初二（3）班"),
        ("", "骆一川", "八年级三班"),
        ("", "骆一川", "803"),
        ("", "骆一川", "2025级3班"),
    ],
)
def test_a_row_means_the_student_of_the_number_or_of_class_and_name(school_class, row):
    make_student(school_class, number="S31", name="骆一川")
    make_student(make_class(entry_year=2025, number=4), name="骆一川")

    bring(csv_of(row))

    assert confirmed() == [("骆一川", 2026)]
    assert FamilyHardship.objects.get().student.number == "S31"


@pytest.mark.parametrize(
    ("titles", "row"),
    [
        (("学号", "学生姓名"), ("S31", "骆一川")),
        (("姓 名", "所在班级"), ("骆一川", "初二3班")),
        (("姓名", "年级", "班级"), ("骆一川", "初二", "3班")),
        (("学籍号", "学生姓名", "班级"), ("G320203201301150012", "骆一川", "初二3班")),
    ],
)
def test_the_titles_of_real_lists_are_known(school_class, titles, row):
    make_student(school_class, number="S31", name="骆一川")

    found = checked(csv_of(row, titles=titles))

    assert [line.values["number"] for line in found.lines] == ["S31"]


def test_the_grade_may_be_the_name_of_the_sheet(school_class):
    make_student(school_class, number="S31", name="骆一川")

    found = checked(xlsx({"初二特困": [("姓名", "班级"), ("骆一川", "3班")], "初一": [()]}))

    assert [(line.sheet, line.verdict) for line in found.lines] == [("第 1 张表 初二", "new")]


def test_a_file_without_titles_says_which_it_needs():
    with pytest.raises(RosterError, match="至少有：姓名，和学号或者班级。"):
        checked(csv_file([("骆一川", "特困"), ("骆二川", "特困")]))


def test_two_pupils_of_one_name_get_a_sentence_that_says_what_to_do(school_class):
    for number in ("S31", "S32"):
        make_student(school_class, number=number, name="骆一川")

    found = checked(hardship_file(("", "骆一川", "初二3班"), ("S32", "骆一川", "初二3班")))

    says = "初二（3）班有 2 名学生叫“骆一川”，请在这一行添上学号。"
    assert errors(found) == [("姓名", "ambiguous_student", says)]
    assert [line.verdict for line in found.lines] == ["error", "new"]


@pytest.mark.parametrize(
    ("row", "error"),
    [
        (
            ("S99", "骆一川", ""),
            (
                "学号",
                "unknown_student",
                "学号 S99 不在学校的在校学生里，请写全学号并核对；已经离校的，请从名单里删去。",
            ),
        ),
        (
            ("S31", "骆二川", ""),
            ("学号", "unknown_student", "学号 S31 的学生不叫“骆二川”，请核对学号和姓名。"),
        ),
        (
            ("", "骆一川", "初二4班"),
            (
                "姓名",
                "unknown_student",
                "初二（4）班没有叫“骆一川”的在校学生，请核对班级和姓名，或者添上学号。",
            ),
        ),
        (("", "骆一川", ""), ("学号", "missing", "请填写学号；没有学号的，请写班级。")),
        (("S31", "", ""), ("姓名", "missing", "请填写姓名。")),
    ],
)
def test_a_row_that_means_nobody_says_what_to_do(school_class, row, error):
    make_student(school_class, number="S31", name="骆一川")
    make_student(school_class, number="S32", name="骆三川")

    found = checked(csv_of(row, ("S32", "骆三川", "")))

    assert errors(found) == [error]


@pytest.mark.parametrize("number", ["S31", ""])
def test_a_name_in_radicals_that_look_the_same_is_the_name(school_class, number):
    make_student(school_class, number="S31", name="高山")

    found = checked(csv_file([("学号", "姓名", "班级"), (number, "⾼⼭", "初二3班")], "utf-8-sig"))

    assert [(line.verdict, line.values["number"]) for line in found.lines] == [("new", "S31")]


def test_one_who_has_left_is_not_found(school_class):
    student = make_student(school_class, number="S31", name="骆一川")
    student.enrolments.update(until_on=date(2026, 10, 9))

    assert [code for _, code, _ in errors(checked(csv_of(("S31", "骆一川", ""))))] == [
        "unknown_student"
    ]


def test_two_lists_side_by_side_are_both_read(school_class):
    since = date(2025, 9, 1)
    make_student(school_class, since, number="S31", name="骆一川")
    make_student(school_class, since, number="S32", name="骆二川")
    rows = [("姓名", "班级", "姓名", "班级"), ("骆一川", "初二3班", "骆二川", "初二3班")]

    found = checked(csv_file(rows))

    assert [line.values["number"] for line in found.lines] == ["S31", "S32"]


# which school year


@pytest.mark.parametrize(
    ("heading", "year"),
    [
        ("2025-2026学年困难学生名单", 2025),
        ("2026—2027学年第一学期名单", 2026),
        ("2026学年名单", 2026),
        ("困难学生名单", 2026),
    ],
)
def test_the_school_year_stands_above_or_is_the_running_one(heading, year):
    make_student(make_class(entry_year=2025, number=3), date(2025, 9, 1), number="S31", name="骆")

    bring(hardship_file(("S31", "骆", ""), heading=heading))

    assert confirmed() == [("骆", year)]


def test_a_class_is_named_as_in_that_school_year():
    """Last year's 初一（3）班 is this year's 初二（3）班."""
    school_class = make_class(entry_year=2025, number=3)
    make_student(school_class, date(2025, 9, 1), number="S31", name="骆一川")

    found = checked(hardship_file(("", "骆一川", "初一3班"), heading="2025-2026学年名单"))

    assert [line.values["number"] for line in found.lines] == ["S31"]


@pytest.mark.parametrize(
    ("said", "code"),
    [("2026-2029", "bad_year"), ("长期", "bad_year"), ("2024-2025", "bad_year")],
)
def test_a_school_year_that_is_none_or_over_is_refused_at_its_column(school_class, said, code):
    make_student(school_class, number="S31", name="骆")
    rows = csv_of(("S31", "骆", said), titles=("学号", "姓名", "有效学年"))

    assert [(column, found) for column, found, _ in errors(checked(rows))] == [("学年", code)]


def test_a_list_of_two_school_years_is_to_be_divided(school_class):
    make_student(school_class, number="S31", name="骆")
    make_student(school_class, number="S32", name="洛")
    rows = [("S31", "骆", "2026-2027"), ("S32", "洛", "2025-2026")]

    found = errors(checked(csv_of(*rows, titles=("学号", "姓名", "学年"))))

    says = "一份名单只登记一个学年，前面的行是 2026–2027学年。请分成两份。"
    assert found == [("学年", "other_year", says)]


# what is written


def test_a_student_without_a_family_gets_one(school_class):
    student = make_student(school_class, number="S31", name="骆", family=None)

    bring(csv_of(("S31", "骆", "")))

    student.refresh_from_db()
    assert student.family.family_numbers.count() == 1


def test_a_list_that_comes_late_is_right_for_the_visits_of_september(school_class):
    student = make_student(school_class, number="S31", name="骆")
    sister = make_student(school_class, family=student.family)
    other = make_student(school_class)
    visits = [make_visit(student, sister, happened_on=SEPTEMBER), make_visit(other)]
    last_year = make_visit(student, happened_on=date(2026, 5, 9))

    batch = bring(csv_of(("S31", "骆", "")))

    marks = dict(HomeVisit.objects.values_list("pk", "is_hardship"))
    assert marks == {visits[0].pk: True, visits[1].pk: False, last_year.pk: False}
    undo(batch, on=TODAY, at=NOW)
    assert not HomeVisit.objects.filter(is_hardship=True).exists()


def test_a_list_of_this_year_leaves_the_visits_of_last_year_as_they_were(school_class):
    """Their category was that of a child who has left, and whose share of the visit is deleted by now."""
    student = make_student(school_class, number="S31", name="骆")
    before = make_visit(student, happened_on=date(2026, 5, 9), is_hardship=True)

    bring(csv_of(("S31", "骆", "")))

    before.refresh_from_db()
    assert before.is_hardship is True


def test_an_undo_works_from_ids_and_leaves_what_others_listed(school_class):
    first, second = (make_student(school_class, number=n, name="骆") for n in ("S31", "S32"))
    visit = make_visit(first, second)
    bring(csv_of(("S31", "骆", "")))
    later = bring(csv_of(("S31", "骆", ""), ("S32", "骆", "")))

    undo(later, on=TODAY, at=NOW)

    visit.refresh_from_db()
    assert (confirmed(), visit.is_hardship) == ([("骆", 2026)], True)


def test_an_undo_leaves_the_family_to_which_something_else_belongs(school_class):
    student = make_student(school_class, number="S31", name="骆", family=None)
    batch = bring(csv_of(("S31", "骆", "")))
    student.refresh_from_db()
    pairing = make_family_pairing(family=student.family)

    undo(batch, on=TODAY, at=NOW)

    student.refresh_from_db()
    assert (confirmed(), student.family) == ([], pairing.family)


# once more in the same year


@pytest.fixture
def known(school_class):
    """Two students of the list before, and one who is new."""
    pupils = [make_student(school_class, number=f"S3{n}", name=f"骆{n}") for n in range(3)]
    for pupil in pupils[:2]:
        make_hardship(pupil)
    return [(pupil.number, pupil.name, "") for pupil in pupils]


def test_a_second_list_says_who_is_no_longer_on_it_and_removes_nobody_by_itself(known):
    found = received(csv_of(*known[1:]))

    assert [(one["kind"], one["count"]) for one in found.outcomes] == [("unlisted", 1)]
    assert found.options == {"unlisted": "移出名单：1 名学生不在这份名单里"}
    assert (found.listed_count, found.counts["new"]) == (2, 1)
    bring(csv_of(*known[1:]))
    assert confirmed() == [("骆0", 2026), ("骆1", 2026), ("骆2", 2026)]


def test_with_the_tick_they_are_removed_and_an_undo_restores_them(known):
    visit = make_visit(FamilyHardship.objects.get(student__number="S30").student)

    batch = bring(csv_of(*known[1:]), agreed={"unlisted"})

    assert confirmed() == [("骆1", 2026), ("骆2", 2026)]
    visit.refresh_from_db()
    assert visit.is_hardship is False
    undo(batch, on=TODAY, at=NOW)
    visit.refresh_from_db()
    assert (confirmed(), visit.is_hardship) == ([("骆0", 2026), ("骆1", 2026)], True)


def test_one_whose_row_has_an_error_is_not_taken_for_unlisted(known):
    found = received(csv_of(("", "骆0", "初三9班"), *known[1:]))

    assert (found.options, found.counts["errors"]) == ({}, 1)


def test_the_rows_of_another_year_stay(known):
    FamilyHardship.objects.update(first_year=2025)

    bring(csv_of(known[2]), agreed={"unlisted"})

    assert confirmed() == [("骆0", 2025), ("骆1", 2025), ("骆2", 2026)]
