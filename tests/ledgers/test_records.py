"""On the screen a row of a ledger leads to its record, for those who may open it; print and files have no links."""

import re

import pytest
from django.urls import reverse

from branch.ledgers.ledger import Ledger
from tests.activities.factories import make_activity
from tests.factories import make_pairing

WITHOUT_A_PAGE = {"class-postings", "posting-plans"}
LINK = re.compile(r'<td><a href="([^"]+)">')
YEAR = {"period": "year"}


def links(client, slug):
    """The addresses to which the rows of a ledger lead."""
    return LINK.findall(client.get(reverse("ledgers:ledger-detail", args=[slug]), YEAR).text)


def test_every_ledger_whose_rows_have_a_page_names_it():
    assert {one.slug for one in Ledger.every() if one.record is None} == WITHOUT_A_PAGE


@pytest.mark.django_db
@pytest.mark.usefixtures("term", "the_day")
def test_a_row_leads_to_its_record_on_the_screen_alone(as_committee):
    activity, pairing = make_activity(), make_pairing()

    assert links(as_committee, "organisation-life") == [activity.get_absolute_url()]
    assert links(as_committee, "pairings") == [pairing.get_absolute_url()]
    for slug in ("organisation-life", "pairings"):
        printed = as_committee.get(reverse("ledgers:ledger-print", args=[slug]), YEAR).text
        assert LINK.findall(printed) == []


@pytest.mark.django_db
def test_who_may_not_open_the_record_has_no_link(editor):
    ledger, pairing = Ledger.or_404("pairings"), make_pairing()

    assert ledger.addresses([pairing], editor) == [""]
