"""A gap that is excused, or whose form is left unsaved, leads back to the list as it was."""

import re
from html import unescape

import pytest
from django.urls import reverse

from branch.core.links import with_back
from branch.coverage.duty import Duty
from branch.coverage.models import Excuse
from branch.walkins.models import PairingProposal
from tests.coverage.lives import LIVES
from tests.factories import make_class, make_member, make_need, make_student
from tests.filled_in import Forms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "time_stands")]
BOARD = "/desk/coverage/"
CANCEL = re.compile(r'href="([^"]*)">(?:取消|先不登记)</a>')
EXCUSE = re.compile(r'href="([^"]*)">暂缓')
STUDENTS = {"duty": "walkins.student_pairing", "group": "初二（1）班"}


def left_to(client, address):
    """Where 取消 leads on the page of this address; None where it has no form."""
    return next(map(unescape, CANCEL.findall(client.get(address).text)), None)


def lists(client, duty):
    """Each list of gaps in the life of a duty, narrowed to a class where it can be."""
    for _ in LIVES[duty.key.partition(".")[2]]():
        panel = client.get(BOARD, {"duty": duty.key}).context["listed"]
        for gap in panel.gaps[:1]:
            asked = {"duty": duty.key} | ({"group": gap.group} if panel.is_by_class else {})
            yield client.get(BOARD, asked).context["listed"]


@pytest.mark.parametrize("duty", Duty.every(), ids=lambda duty: duty.key)
def test_each_gap(as_secretary, duty):
    left = []
    for panel in lists(as_secretary, duty):
        here = panel.here()
        assert ("group=" in here) == panel.is_by_class
        # what leads to another list is no form
        addresses = [url for _, url in panel.offered if "back=" in url]
        left += [(url, here) for address in addresses if (url := left_to(as_secretary, address))]

    assert left or duty.track == "whole"
    assert [url for url, _ in left] == [here for _, here in left]


@pytest.fixture
def student():
    make_member()
    return make_need(make_student(make_class(number=1))).student


@pytest.fixture
def listed(as_committee, student):
    """The list in which the student stands, narrowed to the class."""
    return as_committee.get(BOARD, STUDENTS)


def test_an_excuse(as_committee, listed):
    (address,) = map(unescape, EXCUSE.findall(listed.text))
    here = listed.context["listed"].here()
    sent = Forms(as_committee.get(address).text).sent_to(address)

    assert left_to(as_committee, address) == here
    assert as_committee.post(address, sent).url == here

    assert Excuse.objects.count() == 1
    page = as_committee.get(here)
    assert ("暂缓已登记。" in page.text, ">查看</a>" in page.text) == (True, False)


def test_the_choice_of_a_student_and_the_entry_of_a_pairing(as_committee, listed, student):
    here = listed.context["listed"].here()
    choice = with_back(reverse("walkins:proposal-create"), here)
    page = as_committee.get(f"{choice}&student={student.pk}")
    (entry,) = re.findall(r'href="([^"]*)">已经说好了', page.text)

    assert left_to(as_committee, choice) == here
    assert left_to(as_committee, unescape(entry)) == here


def test_the_way_is_kept_to_a_proposal_that_was_made_meanwhile(as_committee, listed):
    ((_, address),) = listed.context["listed"].offered
    as_committee.post(address, Forms(as_committee.get(address).text).sent_to(address))

    answer = as_committee.get(address)

    proposal = PairingProposal.objects.get().get_absolute_url()
    assert answer.url == with_back(proposal, listed.context["listed"].here())
