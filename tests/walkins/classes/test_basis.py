"""On which basis a member is linked to a class, and the sentence that says so: both from what is taught."""

from datetime import date

import pytest

from branch.walkins.classes.models import Taught, basis_of
from branch.walkins.models import Basis
from tests.conftest import TODAY
from tests.factories import make_class, make_head, make_member, make_posting, make_staff, make_term
from tests.walkins.classes.rows import teach

pytestmark = pytest.mark.django_db


@pytest.fixture
def school_class(term):
    """初二（3）班, whose head teacher teaches 语文."""
    school_class = make_class(number=3)
    school_class.head = make_head(school_class)
    teach(school_class.head, "语文", school_class)
    return school_class


@pytest.fixture
def teacher(school_class):
    return make_member(staff=make_staff(name="贺秋实"))


def told(member, school_class, **fields):
    """The basis on which the member may be linked to the class, and its sentence."""
    basis = basis_of(member, school_class, on=TODAY)
    posting = make_posting(member=member, school_class=school_class, basis=basis, **fields)
    taught = Taught([posting.from_on])
    return basis, taught.says(posting, head=school_class.head)


def test_who_teaches_the_class_is_said_with_the_subjects(teacher, school_class):
    teach(teacher.staff, "数学", school_class, make_class(number=4))
    teach(teacher.staff, "信息科技", school_class)

    assert told(teacher, school_class) == (Basis.TAUGHT_CLASS, "教初二（3）班信息科技、数学")


def test_who_teaches_the_grade_is_said_with_its_first_class(teacher, school_class):
    teach(teacher.staff, "语文", make_class(number=8), make_class(number=7))
    teach(teacher.staff, "语文", make_class(entry_year=2026, number=1))

    assert told(teacher, school_class) == (Basis.TAUGHT_GRADE, "教初二（7）班语文")


def test_who_teaches_another_subject_than_the_head_teacher_complements(teacher, school_class):
    teach(teacher.staff, "体育与健康", make_class(entry_year=2024, number=1))

    says = "班主任教语文，贺秋实教体育与健康"
    assert told(teacher, school_class) == (Basis.OTHER_SUBJECT, says)


def test_a_shared_subject_an_unknown_one_or_no_head_teacher_is_plain(teacher, school_class):
    elsewhere = make_class(entry_year=2024, number=1)
    headless = make_class(entry_year=2026, number=5)
    colleague, unknown = make_member(), make_member()
    teach(teacher.staff, "语文", elsewhere)
    teach(colleague.staff, "体育与健康", elsewhere)

    assert told(teacher, school_class) == (Basis.PLAIN, "统筹安排")
    assert told(unknown, school_class) == (Basis.PLAIN, "统筹安排")
    assert basis_of(colleague, headless, on=TODAY) == Basis.PLAIN


def test_the_teaching_is_that_of_the_term_in_which_it_began(teacher, school_class):
    spring = make_term(
        first_year=2025, number=2, starts_on=date(2026, 3, 2), ends_on=date(2026, 6, 30)
    )
    teach(teacher.staff, "英语", school_class, term=spring)
    posting = make_posting(member=teacher, school_class=school_class, from_on=date(2026, 7, 10))

    taught = Taught([posting.from_on, TODAY])

    assert taught.says(posting, head=None) == "教初一（3）班英语"
    assert basis_of(teacher, school_class, on=TODAY) == Basis.PLAIN


def test_a_basis_that_is_no_longer_recorded_is_named_alone(teacher, school_class):
    posting = make_posting(member=teacher, school_class=school_class, basis=Basis.TAUGHT_GRADE)

    assert Taught([posting.from_on]).says(posting, head=None) == "任教本年级"


def test_before_the_first_term_nothing_is_taught(teacher, school_class):
    assert basis_of(teacher, school_class, on=date(2020, 1, 1)) == Basis.PLAIN


@pytest.mark.parametrize("count", [1, 3])
def test_all_that_is_taught_is_read_in_two_queries(
    teacher, school_class, count, django_assert_num_queries
):
    for _ in range(count):
        teach(make_staff(), "数学", make_class())

    with django_assert_num_queries(2):
        Taught([TODAY, date(2026, 9, 1)]).basis(
            teacher.staff_id, school_class, head_id=school_class.head.pk, on=TODAY
        )
