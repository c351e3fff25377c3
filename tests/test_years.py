"""Impossible years: a form refuses them, and an address that contains one is read as if it did not."""

import pytest
from django import forms

from branch.activities.models import Activity
from branch.core.forms import DateField, DateTimeField
from branch.walkins.models import Contact
from tests.activities.factories import make_activity
from tests.factories import make_contact, make_pairing
from tests.news.factories import make_published
from tests.walkins.pages import filled

pytestmark = pytest.mark.django_db
EDGES = ("0001-01-01", "0202-11-20", "1999-12-31", "2101-01-01", "9999-12-31")


class Dated(forms.Form):
    on = DateField()
    at = DateTimeField()


@pytest.mark.parametrize("day", EDGES)
def test_an_impossible_year_is_refused(day):
    form = Dated({"on": day, "at": f"{day}T23:59"})

    assert form.errors == {"on": ["请核对年份。"], "at": ["请核对年份。"]}


@pytest.mark.parametrize("day", ["2000-01-01", "2026-11-24", "2100-12-31"])
def test_years_from_2000_to_2100_are_accepted(day):
    assert Dated({"on": day, "at": f"{day}T23:59"}).errors == {}


def test_a_contact_of_the_year_202_is_not_stored(client, the_day):
    pairing = make_pairing()
    client.force_login(pairing.member.staff.user)
    form = filled(client, "/desk/contacts/new/")

    page = client.post("/desk/contacts/new/", form | {"kind": "care", "next_on": "0202-11-20"})

    assert page.context["form"].errors == {"next_on": ["请核对年份。"]}
    assert not Contact.objects.exists()


@pytest.mark.parametrize("day", EDGES)
@pytest.mark.parametrize("query", ["on={day}", "month={month}", "view=calendar&month={month}"])
def test_an_impossible_day_does_not_filter_activities(client, secretary, the_day, day, query):
    make_activity()
    client.force_login(secretary)

    page = client.get(f"/desk/activities/?{query.format(day=day, month=day[:7])}")

    assert list(page.context["object_list"]) == list(Activity.objects.all())


@pytest.mark.parametrize("day", EDGES)
@pytest.mark.parametrize("shape", ["", "print/", "xlsx/"])
def test_a_ledger_of_an_impossible_period_is_that_of_the_term(
    client, secretary, the_day, term, day, shape
):
    make_contact()
    client.force_login(secretary)
    address = f"/desk/ledgers/contacts/{shape}"

    for span in (f"start={day}&end=2026-12-31", f"start=2026-09-01&end={day}"):
        answer = client.get(f"{address}?{span}")

        assert answer.status_code == 200
        if answer.context:
            assert answer.context["sheet"].period == term.period


def rows_of(page):
    rows = page.context.get("articles")
    return list(page.context["object_list"] if rows is None else rows)


@pytest.mark.parametrize("address", ["/news/", "/desk/news/"])
@pytest.mark.parametrize("side", ["older", "newer"])
def test_an_impossible_place_shows_the_first_page(client, secretary, address, side):
    make_published()
    client.force_login(secretary)
    beginning = rows_of(client.get(address))

    for day in EDGES:
        for place in (f"{day}~1", f"{day}T00:00:00+00:00~1", f"{day}T23:59:59-14:00~1"):
            page = client.get(address, {side: place})

            assert rows_of(page) == beginning


@pytest.mark.parametrize("number", ["99999999999999999999", "-99999999999999999999", "九"])
def test_an_impossible_id_is_no_error(client, number):
    make_published()

    assert client.get("/news/", {"older": f"2026-11-24~{number}"}).status_code == 200
