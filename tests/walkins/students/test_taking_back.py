"""What becomes of a proposal that is taken back or taken over: where it leads, and who is told."""

import pytest
from django.urls import reverse

from branch.coverage.models import Notice
from branch.walkins import actions
from branch.walkins.families import actions as families
from branch.walkins.models import Pairing, PairingProposal
from tests.conftest import TODAY
from tests.factories import make_family_pairing, make_need, make_pairing
from tests.walkins.students.factories import make_family_proposal, make_proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
TOLD = "walkins.pairing_taken_over"


@pytest.fixture
def former():
    return make_pairing(student=make_need().student)


def stop(client, proposal):
    address = reverse("walkins:proposal-stop", args=[proposal.pk])
    return client.post(address, {"version": proposal.version}, follow=True)


def told():
    return list(Notice.objects.filter(kind=TOLD).values_list("user", flat=True))


def test_taking_one_back_leads_back_to_its_hand_over(as_committee, former):
    proposal = make_proposal(student=former.student, replaces=former)

    page = stop(as_committee, proposal)

    handover = reverse("walkins:handover-detail", args=[former.member_id])
    assert page.redirect_chain == [(handover, 302)]
    assert "这条结对建议已撤回。" in page.text


def test_after_a_no_of_guardian_or_student_it_says_that_no_reason_is_asked(as_committee):
    page = stop(as_committee, make_proposal(accepted_on=TODAY))

    assert page.redirect_chain == [(reverse("walkins:pairing-list"), 302)]
    assert "这条结对建议已停下，不用说明原因。" in page.text


def test_who_reads_one_that_has_ended_is_said_truly(as_committee):
    proposal = make_proposal(accepted_on=TODAY)
    address = reverse("walkins:proposal-detail", args=[proposal.pk])
    open_to = as_committee.get(address).context["audience"]
    stop(as_committee, proposal)

    ended_to = as_committee.get(address).context["audience"]

    assert (open_to, ended_to) == ("您、被请的党员和班主任看得到。", "您和班主任看得到。")


def test_the_former_member_is_told_who_took_a_student_over(committee, former):
    proposal = make_proposal(student=former.student, replaces=former, accepted_on=TODAY)

    actions.record_agreement(
        proposal,
        guardian_informed_on=TODAY,
        guardian_mode="phone",
        student_agreed_on=TODAY,
        version=1,
        on=TODAY,
        by=committee,
    )

    assert PairingProposal.objects.get().pairing == Pairing.objects.active().get()
    assert told() == [former.member.staff.user_id]


def test_the_former_member_is_told_who_took_a_family_over(committee):
    former = make_family_pairing()
    proposal = make_family_proposal(family=former.family, former=former, accepted_on=TODAY)

    families.record_family_agreement(
        proposal, agreed_on=TODAY, agreed_by="mother", version=1, on=TODAY, by=committee
    )

    assert told() == [former.member.staff.user_id]
