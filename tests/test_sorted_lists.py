"""Every list whose columns sort it does so both ways, at the same cost, and no list ranks people."""

import re

import pytest
from django.core.cache import cache
from django.urls import get_resolver, reverse

from branch.core.sorting import SortMixin
from tests.costs import cost_of
from tests.door import PEOPLE
from tests.doors import DOORS
from tests.short_transactions import rolled_back

pytestmark = pytest.mark.django_db
RANKS = re.compile("count|hours|minutes|score|total|amount|sum|last_contact|waits")


def _sorted_lists(patterns, namespace=""):
    for entry in patterns:
        if hasattr(entry, "url_patterns"):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _sorted_lists(entry.url_patterns, inner)
        elif issubclass(getattr(entry.callback, "view_class", object), SortMixin):
            yield f"{namespace}{entry.name}", entry.callback.view_class


LISTS = dict(_sorted_lists(get_resolver().url_patterns))


@pytest.fixture(scope="module", params=sorted(LISTS))
def name(request):
    return request.param


@pytest.fixture(scope="module")
def pages(name, callers):
    """{sort: (page, number of queries)} of one list, for the first of the people with most rights who may open it."""
    door = DOORS[name]
    person = next(
        one for one in ("committee", "admin", *PEOPLE) if door.answer_to(one, "own") == 200
    )
    cache.clear()
    keys = [sign + key for key in LISTS[name].sorts for sign in ("", "-")]

    def get(sort):
        return callers.clients[person].get(reverse(name), {"sort": sort, "kept": "1"})

    with rolled_back():
        get("")
        return {sort: cost_of(get, sort) for sort in ["", *keys]}


def test_a_list_is_sorted_by_each_of_its_columns_both_ways(name, pages):
    for key, sort in LISTS[name].sorts.items():
        for asked, direction, turned in ((key, "asc", f"-{key}"), (f"-{key}", "desc", key)):
            text = pages[asked][0].content.decode()
            head = f' scope="col" aria-sort="{direction}ending"><a class="gq-sort" href="?sort={turned}&amp;kept=1">{sort.title}</a></th>'
            assert (text.count(head), text.count("aria-sort=")) == (1, 1), asked


def test_a_sorted_list_costs_what_the_list_costs(pages):
    """One query more at most: a list that knows only its neighbours counts its rows where it has numbered pages."""
    usual = pages[""][1]

    assert [sort for sort, (_, cost) in pages.items() if not 0 <= cost - usual <= 1] == []


def test_the_usual_order_is_that_of_no_column(pages):
    assert "aria-sort=" not in pages[""][0].content.decode()


@pytest.mark.parametrize("name", sorted(LISTS))
def test_no_list_is_sorted_by_how_much_somebody_did(name):
    columns = [str(column) for sort in LISTS[name].sorts.values() for column in sort.columns]

    assert [column for column in columns if RANKS.search(column)] == []
