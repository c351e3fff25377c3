"""The page on which a member is asked for a family: a yes, a no, the day on which the family agreed."""

import pytest

from branch.walkins.models import FamilyPairing, FamilyProposal
from tests.factories import make_family_pairing, make_head
from tests.walkins.pages import filled, shown_students
from tests.walkins.students.factories import make_family_proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]


@pytest.fixture
def proposal(client):
    """A proposal, of which the member who is asked is signed in."""
    proposal = make_family_proposal()
    client.force_login(proposal.member.staff.user)
    return proposal


def press(client, proposal, step, **sent):
    address = f"{proposal.get_absolute_url()}{step}/"
    return client.post(address, {"version": proposal.version, **sent}, follow=True)


def agree(client, proposal):
    assert "接着征求家长同意" in press(client, proposal, "accept").text
    address = proposal.get_absolute_url()
    sent = filled(client, address) | {"agreed_on": "2026-11-24", "agreed_by": "mother"}
    return client.post(address, sent, follow=True).text


def test_the_pairing_begins_when_the_family_agrees(client, proposal):
    assert "家庭结对已开始。" in agree(client, proposal)

    assert FamilyPairing.objects.active().get().member == proposal.member
    assert shown_students() == [child.pk for child in proposal.family.students.all()]


def test_it_says_that_the_pairing_taken_over_has_ended(client, proposal):
    former = make_family_pairing(family=proposal.family)
    FamilyProposal.objects.update(former=former)

    assert "家庭结对已开始，原来的结对同时结束。" in agree(client, proposal)

    assert list(FamilyPairing.objects.active()) == [proposal.member.family_pairings.get()]


def test_a_no_closes_the_page_to_the_member(client, proposal):
    page = press(client, proposal, "decline", reason="unfit")

    assert "请他们另请党员" in page.text
    assert FamilyProposal.objects.get().closed_as == "declined"
    assert client.get(proposal.get_absolute_url()).status_code == 404


def test_only_the_committee_takes_it_back_and_whoever_reads_it_says_that_they_do_not_agree(
    client, proposal, committee
):
    head = make_head(proposal.family.students.get().enrolments.get().school_class)
    client.force_login(head.user)
    assert "撤回这条建议" not in client.get(proposal.get_absolute_url()).text
    press(client, proposal, "stop")
    assert FamilyProposal.objects.get().is_open

    client.force_login(committee)
    press(client, proposal, "stop")
    assert FamilyProposal.objects.get().closed_as == "withdrawn"
