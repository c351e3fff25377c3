"""What the public is told of consultations: nothing under five, and nothing under five by subtraction."""

from collections import defaultdict
from itertools import chain, combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from branch.core.wording import FEW
from branch.service.outings.models import REST
from branch.service.outings.told import Told, sum_of, told

TOPICS = ("家庭教育", "亲子沟通", "学习兴趣", "情绪压力", "政策咨询", REST)
# small numbers most often, where something could be found
COUNTS = st.dictionaries(st.sampled_from(TOPICS), st.integers(0, 9) | st.integers(0, 60))


def subsets(rows):
    rows = list(rows)
    return chain.from_iterable(combinations(rows, size) for size in range(len(rows) + 1))


def is_safe(number):
    return number == 0 or number >= FEW


def numbers_of(one):
    """Every number that the page shows of it."""
    return [*one.topics.values(), *([one.total] if one.total else [])]


@given(COUNTS)
def test_the_total_less_any_of_its_topics_is_nothing_or_five(counts):
    shown = told(counts)

    assert all(number >= FEW for number in numbers_of(shown))
    assert is_safe(shown.total or 0)
    assert sum(shown.topics.values()) == (shown.total or 0)
    assert all(is_safe((shown.total or 0) - sum(some)) for some in subsets(shown.topics.values()))


@given(COUNTS)
def test_what_is_told_is_true(counts):
    shown, total = told(counts), sum(counts.values())

    assert shown.total == (None if 0 < total < FEW else total)
    named = {name: count for name, count in shown.topics.items() if name != REST}
    assert named == {name: counts[name] for name in named}
    assert shown.topics.get(REST, 0) >= (counts.get(REST, 0) if shown.topics else 0)


@given(st.lists(COUNTS, max_size=5))
def test_a_sum_less_any_of_its_stops_is_nothing_or_five(stops):
    """Also what a reader finds who kept the sum of before a stop came."""
    shown = [told(counts) for counts in stops]
    whole = sum_of(shown)

    for some in subsets(shown):
        part = sum_of(some)
        assert is_safe(whole.total - part.total)
        left = [whole.topics.get(name, 0) - part.topics.get(name, 0) for name in TOPICS]
        assert all(map(is_safe, left))
        assert sum(left) == whole.total - part.total


def test_who_knows_the_rules_finds_no_topic_under_five():
    """Every table of four topics and up to eleven talks: each answer leaves open how many spoke of a hidden topic."""
    names, tables = (*TOPICS[:3], REST), defaultdict(list)
    for counts in product(range(12), repeat=4):
        if sum(counts) < 12:
            shown = told(dict(zip(names, counts, strict=True)))
            tables[shown.total, tuple(sorted(shown.topics.items()))].append(counts)

    found = [
        (answer, names[place])
        for answer, alike in tables.items()
        for place in range(4)
        if len(values := {counts[place] for counts in alike}) == 1 and 0 < min(values) < FEW
    ]
    assert found == []


@pytest.mark.parametrize("order", [TOPICS, TOPICS[::-1]])
def test_of_two_equal_topics_always_the_same_joins_the_rest(order):
    """Else two looks would tell both, and the rest could be subtracted."""
    counts = {"家庭教育": 5, "亲子沟通": 5, "学习兴趣": 2}
    shown = told({name: counts[name] for name in order if name in counts})

    assert shown == Told(12, {"家庭教育": 5, REST: 7})


def test_the_station_of_november():
    counts = dict(zip(TOPICS, (21, 16, 12, 6, 5, 3), strict=True))
    shown = told(counts)

    assert shown.topics == dict(zip(TOPICS[:4], (21, 16, 12, 6), strict=True)) | {REST: 8}
    assert (shown.says, [name for name, _ in shown.most]) == ("63 人次", list(TOPICS[:3]))


def test_a_small_stop_has_no_numbers_and_is_in_no_sum():
    small = told({"家庭教育": 3, REST: 1})

    assert (small.says, small.topics) == ("少于5人次", {})
    assert sum_of([small, told({"家庭教育": 9})]) == Told(9, {"家庭教育": 9})
    assert (told({}).says, sum_of([small]).says) == ("", "")
