import pytest

from tests.factories import make_class, make_student

from .leavers import leave


@pytest.fixture
def school_class():
    return make_class(entry_year=2025, number=3)


@pytest.fixture
def pupil(school_class):
    return leave(make_student(school_class))
