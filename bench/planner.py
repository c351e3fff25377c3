"""The planner of class postings: against every plan of small schools, against one made by hand, and what it costs.

As a program it makes the largest plan and prints the MiB it takes: python -m bench.planner
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from resource import RUSAGE_SELF, getrusage
from statistics import median
from time import process_time

from tests.walkins.planning.reference import best_plan, first_fit, rank
from tests.walkins.planning.schools import any_school, dice_of, of_no_difference, small_school

from .memory import unshared
from .server import ROOT

SIZES = ((24, 22), (600, 1_000), (1_000, 600), (1_000, 1_000))
SMALL, BY_HAND = 300, 200
ROUNDS = 5


@dataclass
class Cost:
    """CPU seconds of a plan, and of a bare `linear_sum_assignment` of as many rows and slots."""

    what: str
    seconds: float
    bare_seconds: float


@dataclass
class Comparison:
    """The plan of a school and the one made by hand: (links, people of the narrow side with one, points)."""

    plan: tuple
    by_hand: tuple

    @property
    def is_below(self):
        return self.plan < self.by_hand

    @property
    def links_as_many(self):
        return self.plan[:2] == self.by_hand[:2]

    @property
    def gain(self):
        return self.plan[2] - self.by_hand[2]


@dataclass
class Memory:
    """MiB of a process of its own: before it, what scipy adds, and what the largest plan takes at its peak."""

    before: float
    loaded: float
    peak: float


def unlike_the_best():
    """How many plans of small schools differ from the best of all plans there are."""
    schools = map(small_school, range(SMALL))
    return sum(school.plan() != best_plan(school) for school in schools)


def compared_with_first_fit():
    return [_compared(seed) for seed in range(BY_HAND)]


def _compared(seed):
    dice = dice_of(seed)
    school = any_school(seed, members=dice.randint(2, 40), classes=dice.randint(2, 40))
    plan = school.plan()
    by_hand = first_fit(school, plan.capacity)
    return Comparison(rank(school, plan.links), rank(school, by_hand))


def costs():
    """The cost of schools as they are, and of the largest where all plans are worth the same."""
    for members, classes in SIZES:
        school = any_school(1, members=members, classes=classes)
        yield _cost(f"{members:,} × {classes:,}", school)
    yield _cost("1,000 × 1,000, all equal", of_no_difference(1_000, 1_000))


def _cost(what, school):
    return Cost(what, _cpu(school.plan), _cpu(_bare_assignment(school)))


def _cpu(work):
    """The median of the CPU seconds of all threads."""
    work()
    spent = []
    for _ in range(ROUNDS):
        began = process_time()
        work()
        spent.append(process_time() - began)
    return median(spent)


def _bare_assignment(school):
    """A function that assigns rows to columns at random costs; its matrix is there already."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    narrow, wide = sorted((len(school.members), len(school.classes)))
    matrix = np.random.default_rng(1).integers(0, 155, (wide, 2 * narrow)).astype(float)
    return lambda: linear_sum_assignment(matrix)


def memory(env):
    command = [sys.executable, "-m", "bench.planner"]
    said = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return Memory(*json.loads(said.stdout))


def main():
    school = any_school(1, members=1_000, classes=1_000)
    before = unshared(os.getpid())
    any_school(1, members=2, classes=2).plan()
    loaded = unshared(os.getpid())
    school.plan()
    peak = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([before, loaded - before, peak]))


if __name__ == "__main__":
    main()
