"""On the screen a year's ledger is sorted by its columns; print and files keep the printed order."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from branch.accounts.models import User
from branch.ledgers.ledger import Ledger
from branch.school.models import Term
from branch.walkins.models import ClassPosting, PostingPlan
from tests.activities.factories import at, make_activity
from tests.costs import cost_of
from tests.ledgers.files import spreadsheet
from tests.sorted_rows import keys_in_order
from tests.test_sorted_lists import RANKS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_school", "the_day")]
BACKEND = "branch.accounts.backends.RoleBackend"
YEAR = {"period": "school_year"}
SORTED = [(one.slug, title) for one in Ledger.every() for title in one.sorts]


@pytest.fixture
def secretary(client):
    user = User.objects.get(username="secretary")
    _plan_of_the_postings(user)
    make_activity("社区大讲堂", starts_at=at(2026, 10, 14))
    client.force_login(user, BACKEND)
    return client


def _plan_of_the_postings(by):
    term = Term.objects.on(timezone.localdate())
    plan = PostingPlan.objects.create(term=term, started_by=by, computed_at=timezone.now())
    for posting in ClassPosting.objects.active_on(timezone.localdate()).order_by("pk"):
        kept = {"member": posting.member, "school_class": posting.school_class}
        plan.lines.create(basis=posting.basis, **kept)


def page_of(client, slug, sort="", **more):
    asked = YEAR | ({"sort": sort} if sort else {}) | more
    return client.get(reverse("ledgers:ledger-detail", args=[slug]), asked)


def test_every_ledger_is_sorted_by_some_columns_and_by_none_that_ranks():
    assert [one.slug for one in Ledger.every() if not one.sorts] == []
    sorts = [sort for one in Ledger.every() for sort in one.sorts.values()]
    assert [sort.title for sort in sorts for name in sort.columns if RANKS.search(name)] == []


@pytest.mark.parametrize(("slug", "title"), SORTED)
def test_a_ledger_is_in_the_order_of_each_of_its_columns(secretary, slug, title):
    listed = {}
    for sort, turned in ((title, f"-{title}"), (f"-{title}", title)):
        page = page_of(secretary, slug, sort)
        keys = [row.pk for row in page.context["object_list"]]
        rows, told = page.context["view"].object_list, page.context["sorting"].sorts[title]
        assert keys == keys_in_order(rows, told, sort)[: len(keys)]
        assert (
            f'href="?{urlencode(YEAR)}&amp;{urlencode({"sort": turned})}">{title}</a>' in page.text
        )
        assert f"按{title}排列" in page.text
        listed[sort] = keys

    assert listed[title] != listed[f"-{title}"]


@pytest.mark.parametrize("slug", ["contacts", "pairings", "aid"])
def test_a_sorted_ledger_costs_what_it_costs_and_goes_on_on_the_next_page(secretary, slug):
    costs, sort = {}, f"-{next(iter(Ledger.or_404(slug).sorts))}"
    for asked in ("", sort):
        page_of(secretary, slug, asked)
        costs[asked] = cost_of(lambda asked: page_of(secretary, slug, asked), asked)[1]
    assert costs[sort] - costs[""] in (0, 1)

    first = page_of(secretary, slug, sort)
    last = first.context["paginator"].num_pages
    pages = [page_of(secretary, slug, sort, page=number) for number in range(1, last + 1)]
    keys = [row.pk for page in pages for row in page.context["object_list"]]
    view, sorts = pages[0].context["view"], pages[0].context["sorting"].sorts
    assert keys == keys_in_order(view.object_list, sorts[sort[1:]], sort)


def test_what_is_printed_and_exported_has_the_printed_order(secretary):
    page = page_of(secretary, "contacts", "-日期")
    days = [f"{row.happened_on}" for row in page.context["object_list"]]
    xlsx = reverse("ledgers:ledger-xlsx", args=["contacts"])

    assert (
        f'href="{reverse("ledgers:ledger-print", args=["contacts"])}?period=school_year"'
        in page.text
    )
    sheet = spreadsheet(secretary.get(xlsx, YEAR | {"sort": "-日期"}))
    printed = [f"{row[1].value:%F}" for row in sheet.iter_rows() if row[0].value == 1]
    assert days == sorted(days, reverse=True)
    assert days[0] > printed[0]
