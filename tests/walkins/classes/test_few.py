"""Counts that a linked member is shown tell of no group below five, neither directly nor by subtraction."""

import pytest

from branch.core.wording import headcount_says
from branch.walkins.classes.models import due_says


@pytest.mark.parametrize(
    ("count", "says"),
    [
        (0, "少于5名"),
        (1, "少于5名"),
        (2, "少于5名"),
        (3, "少于5名"),
        (4, "少于5名"),
        (5, "5 名"),
        (6, "6 名"),
        (33, "33 名"),
        (34, "34 名以上"),
        (36, "34 名以上"),
        (38, "34 名以上"),
    ],
)
def test_of_38_pupils(count, says):
    assert due_says(count, of=38) == says


@pytest.mark.parametrize("whole", range(45))
def test_two_counts_that_read_alike_hide_the_smaller_side_of_the_class(whole):
    """Whoever knows the size of the class cannot tell which of five or more numbers is meant, nor that it is zero."""
    read = {}
    for count in range(whole + 1):
        read.setdefault(due_says(count, of=whole), []).append(count)

    for says, counts in read.items():
        if says.startswith("少于"):
            assert counts == list(range(min(5, whole + 1)))
        elif says.endswith("以上"):
            least = int(says.split()[0])
            assert counts == list(range(max(whole - 4, 5), whole + 1))
            assert all(least <= count for count in counts)
        else:
            assert [min(count, whole - count) >= 5 for count in counts] == [True]


@pytest.mark.parametrize(
    ("count", "says"), [(0, "少于5人"), (4, "少于5人"), (5, "5 人"), (37, "37 人")]
)
def test_a_headcount_below_five_is_not_told(count, says):
    assert headcount_says(count) == says
