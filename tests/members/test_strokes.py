import pytest

from branch.demo.names import SURNAMES
from branch.members.strokes import STROKES, TABLE, UNKNOWN, strokes_of
from branch.school.surnames import COMPOUND


@pytest.mark.parametrize(
    ("name", "strokes"),
    [
        ("丁一", 2),
        ("周文静", 8),
        ("曾小明", 12),
        ("欧阳雪", 8),
        ("赵敏", 9),
        ("魏然", 17),
        ("𠮷田", 99),
        ("", 99),
    ],
)
def test_the_strokes_of_the_first_character_count(name, strokes):
    assert strokes_of(name) == strokes


def test_the_table_has_hundreds_of_surnames_each_once():
    listed = "".join(TABLE.values())

    assert len(listed) == len(set(listed)) == len(STROKES)
    assert len(STROKES) >= 300
    assert set(SURNAMES) <= set(STROKES)


def test_the_table_has_the_first_character_of_every_compound_surname():
    unknown = {name for name in COMPOUND if strokes_of(name) == UNKNOWN}

    assert unknown == set()
