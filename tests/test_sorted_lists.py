"""Every list whose columns sort it does so both ways, at the same cost, and no list ranks people."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.urls import get_resolver, reverse

from branch.core.sorting import SortMixin
from tests.costs import cost_of
from tests.door import PEOPLE
from tests.doors import DOORS
from tests.short_transactions import rolled_back
from tests.sorted_rows import add_rows_to_sort, keys_in_order

pytestmark = pytest.mark.django_db
ORDER = re.compile(r"按[^，。<\s]+排列")
RANKS = re.compile("count|hours|minutes|score|total|amount|sum|last_contact|waits")


def _sorted_lists(patterns, namespace=""):
    for entry in patterns:
        if hasattr(entry, "url_patterns"):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _sorted_lists(entry.url_patterns, inner)
        elif issubclass(getattr(entry.callback, "view_class", object), SortMixin):
            yield f"{namespace}{entry.name}", entry.callback.view_class


LISTS = dict(_sorted_lists(get_resolver().url_patterns))
# whose columns are each ledger's own, see tests.ledgers.test_sorted
del LISTS["ledgers:ledger-detail"]
# what each list is asked with besides the sort; one of them has another column for those that are closed
ASKED = [(name, {"kept": "1"}) for name in sorted(LISTS)]
ASKED.append(("walkins:familyneed-list", {"state": "closed"}))


@dataclass(frozen=True)
class Page:
    """A list as sorted by `sort`: what it costs, the keys of its rows, and of all rows in the order they should have."""

    text: str
    cost: int
    sorts: dict
    listed: list
    ordered: list

    @classmethod
    def of(cls, answer, cost, sort):
        view, sorts = answer.context["view"], answer.context["sorting"].sorts
        listed = [row.pk for row in answer.context["object_list"]]
        ordered = keys_in_order(view.object_list, sorts[sort.lstrip("-")], sort) if sort else listed
        return cls(answer.text, cost, sorts, listed, ordered)


@pytest.fixture(scope="module", params=ASKED, ids=lambda asked: f"{asked[0]}?{urlencode(asked[1])}")
def asked(request):
    return request.param


@pytest.fixture(scope="module")
def clients(callers):
    add_rows_to_sort()
    return callers.clients


@pytest.fixture(scope="module")
def pages(asked, clients):
    """{sort: `Page`} of one list, for the first of the people with most rights who may open it."""
    name, query = asked
    door = DOORS[name]
    person = next(
        one for one in ("committee", "admin", *PEOPLE) if door.answer_to(one, "own") == 200
    )
    cache.clear()

    def get(sort):
        return clients[person].get(reverse(name), {"sort": sort} | query)

    with rolled_back():
        sorts = get("").context["sorting"].sorts
        keys = [sign + key for key in sorts for sign in ("", "-")]
        return {sort: Page.of(*cost_of(get, sort), sort) for sort in ["", *keys]}


def test_a_list_has_a_head_for_each_of_its_columns_both_ways(asked, pages):
    kept = urlencode(asked[1])
    for key, sort in pages[""].sorts.items():
        for now, direction, turned in ((key, "asc", f"-{key}"), (f"-{key}", "desc", key)):
            text = pages[now].text
            head = f' scope="col" aria-sort="{direction}ending"><a class="gq-sort" href="?sort={turned}&amp;{kept}">{sort.title}</a></th>'
            assert (text.count(head), text.count("aria-sort=")) == (1, 1), now


def test_a_list_is_in_the_order_of_each_of_its_columns_both_ways(pages):
    for sort, page in pages.items():
        assert page.listed == page.ordered[: len(page.listed)], sort


def test_the_rows_of_a_list_tell_one_order_from_the_other(pages):
    same = [key for key in pages[""].sorts if pages[key].listed == pages[f"-{key}"].listed]

    assert same == []


def test_a_list_says_by_what_it_is_sorted(pages):
    """A page that names its usual order names the column instead, once it is sorted."""
    if not ORDER.search(pages[""].text):
        return
    said = {key: f"按{sort.title}排列" in pages[key].text for key, sort in pages[""].sorts.items()}

    assert [key for key, is_said in said.items() if not is_said] == []


def test_a_sorted_list_costs_what_the_list_costs(pages):
    """One query more at most: a list that knows only its neighbours counts its rows where it has numbered pages."""
    usual = pages[""].cost

    assert [sort for sort, page in pages.items() if not 0 <= page.cost - usual <= 1] == []


def test_the_usual_order_is_that_of_no_column(pages):
    assert "aria-sort=" not in pages[""].text


@pytest.mark.parametrize("name", sorted(LISTS))
def test_no_list_is_sorted_by_how_much_somebody_did(name):
    columns = [str(column) for sort in LISTS[name].sorts.values() for column in sort.columns]

    assert [column for column in columns if RANKS.search(column)] == []
