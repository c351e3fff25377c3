"""Finding people by name, pinyin, initials or number."""

from datetime import timedelta

import pytest

from branch.school.models import Staff, Student
from tests.factories import make_class, make_staff, make_student

pytestmark = pytest.mark.django_db


def found(typed, rows=Student.objects):
    return sorted(rows.matching(typed).values_list("name", flat=True))


@pytest.fixture
def pupils():
    """Students with hard surnames, with a letter at the end of the number, and another one."""
    make_student(name="林一", number="202609001X")
    make_student(name="曾小明", number="2026030231")
    make_student(name="欧阳小萌", number="2026030449")
    make_student(name="吕绿", number="G2025112031")
    make_student(name="周文", number="2026090001")


@pytest.mark.usefixtures("pupils")
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("曾小明", ["曾小明"]),
        ("小", ["曾小明", "欧阳小萌"]),
        (" 曾　小明 ", ["曾小明"]),
        ("zengxiaoming", ["曾小明"]),
        ("zeng", ["曾小明"]),
        ("Zeng Xiao", ["曾小明"]),
        ("ｚｘｍ", ["曾小明"]),
        ("cxm", ["曾小明"]),
        ("ouyangxiaomeng", ["欧阳小萌"]),
        ("oyxm", ["欧阳小萌"]),
        ("lvlv", ["吕绿"]),
        ("lulu", ["吕绿"]),
        ("lülü", ["吕绿"]),
        ("2026030231", ["曾小明"]),
        ("231", ["曾小明"]),
        ("031", ["吕绿"]),
        ("2031", ["吕绿"]),
        ("01x", ["林一"]),
        ("g2025112031", ["吕绿"]),
    ],
)
def test_a_student_is_found_by(typed, names):
    assert found(typed) == names


@pytest.mark.usefixtures("pupils")
@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "nothing"),
        ("z", "one letter"),
        ("31", "two digits"),
        ("xiaoming", "the middle of a reading"),
        ("xm", "the middle of initials"),
        ("2026030", "the beginning of a student number"),
        ("30231", "more of its end than lists show"),
        ("026030231", "all but one digit"),
        ("ceng", "a reading the family does not have"),
        ("%", "a sign of the database"),
        ("曾_明", "another"),
        ("·", "a dot alone"),
    ],
)
def test_nobody_is_found_by(typed, why):
    assert found(typed) == [], why


def test_a_name_with_a_dot_is_found_by_each_of_its_parts_and_without_the_dot():
    make_student(name="阿依古丽·买买提")
    make_student(name="阿依努尔")

    assert {
        typed: found(typed) for typed in ("阿依古丽・买买提", "买买提", "maimaiti", "ayglmmt")
    } == {
        "阿依古丽・买买提": ["阿依古丽·买买提"],
        "买买提": ["阿依古丽·买买提"],
        "maimaiti": ["阿依古丽·买买提"],
        "ayglmmt": ["阿依古丽·买买提"],
    }


def test_a_new_name_has_new_keys():
    student = make_student(name="周小")

    student.name = "单小"
    student.save()

    assert (found("zhouxiao"), found("shanxiao")) == ([], ["单小"])


def test_exact_names_come_first_then_beginnings_then_by_class(today):
    second, first = make_class(entry_year=2025, number=2), make_class(entry_year=2026, number=1)
    for name, school_class in (
        ("小林", second),
        ("林小", first),
        ("林", second),
        ("林一", first),
        ("林二", second),
    ):
        make_student(school_class, name=name)

    rows = Student.objects.with_class_on(today).matching("林").nearest_first()

    assert [row.name for row in rows] == ["林", "林小", "林一", "林二", "小林"]


def test_whole_initials_come_before_the_beginning_of_longer_ones(today):
    school_class = make_class()
    for name in ("周小明明", "曾小明"):
        make_student(school_class, name=name)

    rows = Student.objects.with_class_on(today).matching("zxm").nearest_first()

    assert [row.name for row in rows] == ["曾小明", "周小明明"]


def test_namesakes_are_shown_with_class_and_number(today):
    first = make_student(make_class(number=3), name="孟景行", number="20260731")
    second = make_student(make_class(number=6), name="孟景行", number="20260734")

    assert [row.told_apart_on(today) for row in (first, second)] == [
        "初二（3）班　学号后四位 0731",
        "初二（6）班　学号后四位 0734",
    ]


def test_the_order_does_not_reveal_how_numbers_begin(today):
    """Both numbers end with the typed text; only one also begins with it."""
    first, second = make_class(entry_year=2026, number=1), make_class(entry_year=2025, number=1)
    make_student(first, name="周文", number="900012")
    make_student(second, name="曾小明", number="012012")

    rows = Student.objects.with_class_on(today).matching("012").nearest_first()

    assert [row.name for row in rows] == ["周文", "曾小明"]


@pytest.mark.parametrize(
    ("typed", "names"),
    [("t90", ["曾立言"]), ("T900012", ["曾立言"]), ("012", []), ("zly", ["曾立言"])],
)
def test_a_colleague_is_found_by_name_and_beginning_of_the_number(typed, names):
    make_staff(name="曾立言", number="T900012")
    make_staff(name="周文静", number="T800012")

    assert found(typed, Staff.objects) == names


def test_only_who_may_read_staff_numbers_finds_by_them(
    secretary, committee, administrator, teacher, editor, counsellor, member, head, today
):
    make_staff(name="曾立言", number="X900012")
    people = {
        "secretary": secretary,
        "committee": committee,
        "admin": administrator,
        "teacher": teacher,
        "editor": editor,
        "counsellor": counsellor,
        "member": member.staff.user,
        "head": head.user,
    }

    by_number, by_name = (
        {who for who, user in people.items() if _finds(user, typed, today)}
        for typed in ("x9000", "曾立言")
    )

    assert by_number == {"secretary", "committee", "admin"}
    assert by_name == set(people)


def _finds(user, typed, on):
    return Staff.objects.visible_to(user, on=on).found_by(user, typed).exists()


def test_who_has_left_is_no_longer_found(teacher, today):
    make_staff(name="曾立言", until_on=today - timedelta(1))

    assert not _finds(teacher, "曾立言", today)
