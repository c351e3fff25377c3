from datetime import timedelta

import pytest

from branch.core.figures import DECLARED, FigureSpec, figure
from branch.core.models import Figure
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    spec = FigureSpec("tests.days", "天数", "天", 30, "自定")
    yield spec.key
    del DECLARED[spec.key]


def test_a_figure_is_its_default_until_the_school_sets_it(key, today):
    assert figure(key, on=today) == 30


def test_a_value_is_in_force_from_its_day(key, today):
    Figure.objects.create(key=key, value=20, from_on=today, why="支委会决定", set_by=make_user())

    assert figure(key, on=today - timedelta(1)) == 30
    assert figure(key, on=today) == 20


def test_an_undeclared_figure_is_a_key_error(today):
    with pytest.raises(KeyError):
        figure("tests.unknown", on=today)
