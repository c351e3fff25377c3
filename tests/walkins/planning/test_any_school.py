"""The planner against every possible plan of small schools, and against a plan by hand of larger ones."""

import pytest

from branch.walkins.planning import PLAIN

from .reference import best_plan, first_fit, lock_by_lock, pair_of, rank, true_of
from .schools import any_school, dice_of, of_no_difference, school_of_ties, small_school

DICE = dice_of(42)
SIZES = ((600, 1000), (1000, 600), (1000, 1000))


def test_the_plan_is_the_best_of_all_plans_in_any_order_of_input():
    schools = [small_school(seed) for seed in range(300)]

    wrong = [n for n, one in enumerate(schools) if one.shuffled(DICE).plan() != best_plan(one)]

    assert wrong == []


def test_the_plan_is_the_first_of_the_best_in_the_order_of_its_pairs():
    schools = [school_of_ties(seed) for seed in range(12)]

    wrong = [n for n, one in enumerate(schools) if one.plan() != lock_by_lock(one)]

    assert wrong == []


def test_the_small_schools_have_what_makes_planning_hard():
    schools = [small_school(seed) for seed in range(300)]
    plans = [school.plan() for school in schools]

    assert sum(school.by_class for school in schools) in range(100, 250)
    assert len([school for school in schools if school.locks]) > 60
    assert len([n for n in range(300) if plans[n].capacity > schools[n].weights.capacity]) > 30
    assert len([plan for plan in plans if plan.shut]) > 30
    assert len([plan for plan in plans if plan.idle]) > 30


def test_the_plan_is_never_below_one_made_by_hand():
    for seed in range(200):
        dice = dice_of(seed)
        school = any_school(seed, members=dice.randint(2, 40), classes=dice.randint(2, 40))

        plan = school.plan()

        assert rank(school, plan.links) >= rank(school, first_fit(school, plan.capacity))


def test_every_basis_is_true_of_its_link_and_the_strongest_that_is():
    for seed in range(20):
        school = any_school(seed, members=24, classes=36)
        members = {one.id: one for one in school.members}
        seats = {one.id: one for one in school.classes}
        for link in school.plan().links:
            true = true_of(members[link.member], seats[link.seat])

            assert link.basis == next(basis for basis in true if true[basis])


@pytest.mark.parametrize(("members", "classes"), SIZES)
def test_a_large_school_has_the_same_plan_in_any_order_of_input(members, classes):
    school = any_school(1, members=members, classes=classes)

    plan = school.plan()

    assert school.shuffled(DICE).plan() == plan
    assert rank(school, plan.links) == (1000, min(members, classes), plan.total)


@pytest.mark.parametrize(("members", "classes"), SIZES)
def test_where_nothing_makes_a_difference_the_first_pairs_are_linked(members, classes):
    """Two links have those who come first, and no more of them than necessary: each of the others has one."""
    school = of_no_difference(members, classes)
    narrow, doubled = min(members, classes), 1000 - min(members, classes)
    partners = sorted([*range(1, narrow + 1), *range(1, doubled + 1)])
    pairs = list(enumerate(partners, start=1))

    plan = school.shuffled(DICE).plan()

    assert [pair_of(x) for x in plan.links] == [p[:: -1 if school.by_class else 1] for p in pairs]
    assert {link.basis for link in plan.links} == {PLAIN}
