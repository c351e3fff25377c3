"""What a plan prefers, keeps and refuses, in schools of a few members and classes."""

import pytest
from django.core.exceptions import ValidationError

from branch.walkins.planning import (
    BARRED,
    BESIDE_ANOTHER,
    NOBODY,
    OTHER_SUBJECT,
    PLAIN,
    TAUGHT_CLASS,
    TAUGHT_GRADE,
    Candidate,
    Link,
    Plan,
    Seat,
    Unlinked,
    Weights,
    plan,
)

FLAT = Weights(0, 0, 0, 0, 0, 0)
CHILD, HEAD = "子女在这个班", "任这个班的班主任"


def members(how_many, **changes):
    return [Candidate(n, **changes) for n in range(1, how_many + 1)]


def classes(how_many):
    return [Seat(n, grade=1) for n in range(1, how_many + 1)]


def pairs(made):
    return [(link.member, link.seat) for link in made.links]


@pytest.mark.parametrize(
    ("candidate", "worth", "basis"),
    [
        (Candidate(1, {"数学"}, {1}, {1}), 135, TAUGHT_CLASS),
        (Candidate(1, {"语文"}, {1}, {1}), 130, TAUGHT_CLASS),
        (Candidate(1, {"数学"}, {1}, {2}), 35, TAUGHT_GRADE),
        (Candidate(1, {"数学"}, {2}), 5, OTHER_SUBJECT),
        (Candidate(1, {"数学", "语文"}, {2}), 0, PLAIN),
        (Candidate(1), 0, PLAIN),
    ],
)
def test_a_link_says_what_it_is_worth_and_based_on(candidate, worth, basis):
    made = plan([candidate], [Seat(1, 1, {"语文", "英语"})], Weights())

    assert made.links == (Link(1, 1, worth, basis),)


def test_a_head_teacher_whose_subject_is_unknown_makes_no_difference():
    made = plan([Candidate(1, {"数学"})], [Seat(1, 1)], Weights())

    assert made.links == (Link(1, 1, 0, PLAIN),)


def test_who_was_linked_to_a_class_last_term_keeps_it():
    made = plan(members(3), classes(3), Weights(), last={(1, 3), (3, 1), (9, 1), (2, 9)})

    assert pairs(made) == [(1, 3), (2, 2), (3, 1)]
    assert made.total == 40


def test_every_class_has_one_member_and_second_and_further_links_are_deducted():
    made = plan(members(2, classes={1, 2, 3, 4, 5}), classes(5), Weights(capacity=3))

    assert pairs(made) == [(1, 1), (1, 2), (1, 3), (2, 4), (2, 5)]
    assert made.total == 500 - (40 + 80) - 40


def test_every_member_has_one_class_where_members_are_more():
    made = plan(members(5), classes(2), Weights(capacity=3))

    assert pairs(made) == [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2)]
    assert made.total == -(40 + 80) - 40


def test_as_many_as_possible_have_a_link_even_where_the_total_is_smaller():
    teaches_both = Candidate(1, classes={1, 2})

    made = plan([teaches_both, Candidate(2)], classes(2), Weights(second=0))

    assert pairs(made) == [(1, 1), (2, 2)]
    assert made.total == 100


def test_of_equal_plans_the_one_whose_pairs_come_first_is_made():
    one_not_beside_the_first = Candidate(1, barred={1: CHILD})

    by_member = plan([one_not_beside_the_first, *members(4)[1:]], classes(3), FLAT)
    by_class = plan([one_not_beside_the_first, *members(3)[1:]], classes(4), FLAT)

    assert pairs(by_member) == [(1, 2), (2, 1), (3, 1), (4, 3)]
    assert pairs(by_class) == [(1, 2), (1, 3), (2, 1), (3, 4)]


def test_pairs_come_first_by_their_member_where_the_classes_are_the_wide_side_too():
    """There are two plans; in the other class 1 has member 2 and not member 3."""
    each_not_beside_their_own = [Candidate(n, barred={n: HEAD}) for n in (1, 2, 3)]

    made = plan(each_not_beside_their_own, classes(3), FLAT)

    assert pairs(made) == [(1, 2), (2, 3), (3, 1)]


def test_the_capacity_is_raised_until_everybody_has_a_link():
    made = plan(members(2), classes(7), Weights())

    assert made.capacity == 4
    assert [link.member for link in made.links] == [1, 1, 1, 1, 2, 2, 2]


def test_the_capacity_is_raised_by_what_is_barred():
    three_not_beside = Candidate(1, barred=dict.fromkeys((1, 2, 3), CHILD))

    made = plan([three_not_beside, Candidate(2)], classes(4), Weights())

    assert made.capacity == 3
    assert pairs(made) == [(1, 4), (2, 1), (2, 2), (2, 3)]


def test_the_capacity_is_raised_where_others_have_room_for_a_class_they_may_not_have():
    only_beside_the_first = Candidate(3, barred=dict.fromkeys(range(2, 11), CHILD))

    made = plan([*members(2), only_beside_the_first], classes(10), Weights())

    assert made.capacity == 5
    assert [link.member for link in made.links] == [1] * 5 + [2] * 4 + [3]
    assert pairs(made)[-1] == (3, 1)


def test_a_pile_of_locks_raises_the_capacity():
    locks = {(2, 1), (2, 2), (2, 3)}

    made = plan(members(3), classes(4), Weights(), locks=locks)

    assert made.capacity == 3
    assert pairs(made) == [(1, 4), *sorted(locks)]
    assert made.idle == (Unlinked(3, BESIDE_ANOTHER),)


def test_a_lock_is_kept_and_counts_as_a_link():
    teaches_all = Candidate(1, classes={1, 2, 3})

    made = plan([teaches_all, *members(3)[1:]], classes(3), Weights(), locks=[(2, 1)])

    assert pairs(made) == [(1, 2), (2, 1), (3, 3)]


def test_a_class_that_nobody_may_be_linked_to_is_shut_by_its_rules():
    barred = [Candidate(n, barred={1: rule}) for n, rule in ((3, CHILD), (1, HEAD), (2, CHILD))]

    made = plan(barred, classes(3), Weights())

    assert made.shut == (Unlinked(1, BARRED, (HEAD, CHILD)),)
    assert pairs(made) == [(1, 2), (2, 3)]
    assert made.idle == (Unlinked(3, BESIDE_ANOTHER),)


def test_a_member_who_may_be_linked_to_no_class_is_idle_by_the_rule():
    made = plan([Candidate(1, barred={1: CHILD, 2: CHILD}), *members(3)[1:]], classes(2), FLAT)

    assert made.idle == (Unlinked(1, BARRED, (CHILD,)),)
    assert pairs(made) == [(2, 1), (3, 2)]
    assert made.shut == ()


def test_a_class_whose_members_are_elsewhere_could_only_be_one_more():
    only_beside_the_first = members(3, barred={2: CHILD})

    made = plan([*only_beside_the_first, Candidate(4)], classes(2), Weights(), locks={(4, 1)})

    assert made.capacity == 4
    assert made.shut == (Unlinked(2, BESIDE_ANOTHER),)


def test_where_one_side_is_empty_nobody_is_linked():
    nobody = Plan((), 0, 2, shut=(), idle=())

    assert plan([], [], Weights()) == nobody
    assert plan([], classes(1), Weights()) == Plan((), 0, 2, (Unlinked(1, NOBODY),), ())
    assert plan(members(1), [], Weights()) == Plan((), 0, 2, (), (Unlinked(1, NOBODY),))


@pytest.mark.parametrize(
    ("locks", "counts", "says"),
    [
        ({(9, 1)}, (2, 2), "党员不在候选名单上"),
        ({(1, 9)}, (2, 2), "班级不在这个学期的名单上"),
        ({(1, 2)}, (2, 2), "不能安排：子女在这个班。"),
        ({(1, 1), (2, 1)}, (2, 2), "同一个班级锁定了两名党员"),
        ({(1, 1), (1, 3)}, (4, 3), "同一名党员锁定了两个班级"),
    ],
)
def test_a_lock_that_no_plan_can_have_is_refused(locks, counts, says):
    people = [Candidate(n, barred={2: CHILD}) for n in range(1, counts[0] + 1)]

    with pytest.raises(ValidationError, match=says):
        plan(people, classes(counts[1]), Weights(), locks=locks)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"capacity": 0}, "应在 1 到 20 之间，现在是 0。"),
        ({"capacity": 21}, "应在 1 到 20 之间，现在是 21。"),
        ({"second": -1}, "第二个联系的扣分（-1）不能小于 0"),
        ({"second": 81}, "也不能大于以后每个的扣分（80）"),
        ({"kept": 0.5}, "应是整数"),
        ({"kept": 10**9}, "绝对值不超过 1000000"),
    ],
)
def test_weights_that_contradict_each_other_are_refused(changes, says):
    with pytest.raises(ValidationError) as refusal:
        plan(members(2), classes(2), Weights(**changes))

    assert says in refusal.value.messages[0]
