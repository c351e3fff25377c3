import pytest

from branch.school.names import surname_of


@pytest.mark.parametrize(
    ("name", "surname"),
    [("周文静", "周"), ("欧阳雪", "欧阳"), ("尉迟明远", "尉迟"), ("欧阳", "欧"), ("", "")],
)
def test_a_surname_has_one_character_or_two(name, surname):
    assert surname_of(name) == surname
