"""A pairing, and who else may record for it: another member of the student, the head teacher."""

import pytest

from tests.factories import make_class, make_head, make_need, make_pairing, make_student


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """Everything happens on 2026-11-24."""


@pytest.fixture
def student(db):
    return make_need(make_student(make_class(), name="张晓雨")).student


@pytest.fixture
def pairing(student):
    return make_pairing(student=student)


@pytest.fixture
def near(student):
    """The pairing of another member with the same student."""
    return make_pairing(student=student)


@pytest.fixture
def head(student):
    return make_head(student.enrolments.get().school_class).user
