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


def page_of(client, slug, sort=""):
    asked = YEAR | ({"sort": sort} if sort else {})
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
