from datetime import timedelta
from decimal import Decimal

import pytest

from branch.core.figures import DECLARED, FigureSpec, figure, in_force
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


def test_a_figure_is_said_by_its_name_and_unit_without_zeros(key, today):
    row = Figure(key=key, value=Decimal("120.00"), from_on=today)

    assert str(row) == "天数：120 天，2026-11-24 起"
    assert Figure(key=key, value=Decimal("2.50")).amount == "2.5 天"


def test_what_is_in_force_today_is_the_last_value_begun_or_the_default(key, today):
    facts = {"key": key, "why": "支委会决定", "set_by": make_user()}
    for days, value in ((-9, 10), (-1, 20), (1, 40)):
        Figure.objects.create(value=value, from_on=today + timedelta(days), **facts)

    found = {figure.spec.key: figure.amount for figure in in_force(on=today)}

    assert (found[key], found["walkins.contact_days"]) == ("20 天", "30 个上课日")
    assert found.keys() == DECLARED.keys()
