"""What a proposal or a hand-over must not tell, lose or let through."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from branch.accounts.models import Role
from branch.core.undo import undo
from branch.members.models import MemberStatus
from branch.walkins import actions
from branch.walkins.families import actions as families
from branch.walkins.families.models import Handover
from branch.walkins.models import FamilyProposal, Pairing, PairingProposal
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_family_need,
    make_family_pairing,
    make_guardian,
    make_hardship,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_student,
    make_visit,
)
from tests.walkins.pages import agreed, filled, shown_students
from tests.walkins.students.factories import make_family_proposal, make_proposal
from tests.walkins.students.test_proposals import accept, propose, record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize("accepted_on", [None, YESTERDAY])
@pytest.mark.parametrize("make", [make_proposal, make_family_proposal])
def test_the_desk_names_no_child_to_who_was_asked_and_left_the_branch(client, make, accepted_on):
    proposal = make(accepted_on=accepted_on)
    about = getattr(proposal, "student", None) or proposal.family.students.get()
    client.force_login(proposal.member.staff.user)
    assert about.name in client.get(reverse("portal:desk")).text

    MemberStatus.objects.filter(member=proposal.member).update(until_on=YESTERDAY)

    assert about.name not in client.get(reverse("portal:desk")).text
    assert client.get(proposal.get_absolute_url()).status_code == 403


def test_every_child_whom_a_hand_over_names_is_recorded_as_shown(client, as_committee):
    member, school_class = make_member(), make_class()
    visited, needy = (make_student(school_class, name=name) for name in ("马锦程", "何晓晓"))
    make_visit(visited, visitor=member.staff, state="planned", happened_on=TODAY)
    family = make_guardian(needy).family
    make_family_need(family, owner=member.staff)

    page = client.get(reverse("walkins:handover-detail", args=[member.pk]))

    assert "马锦程" in page.text
    assert "何晓晓家" in page.text
    assert shown_students() == [visited.pk, needy.pk]


def test_the_undo_of_a_graduation_asks_again_who_was_asked(committee):
    school_class = make_class(entry_year=2024)
    child = make_need(make_student(school_class)).student
    make_hardship(child)
    child.family = make_guardian(child).family
    former, home = make_pairing(student=child), make_family_pairing(family=child.family)
    asked = accept(propose(committee, student=child, replaces=former))
    facts = {"family": child.family, "member": make_member(), "former": home}
    families.propose_family_pairing(**facts, on=TODAY, by=committee)
    step, _ = families.end_graduated([school_class], on=TODAY, by=committee)
    assert not PairingProposal.objects.open().exists()
    assert not FamilyProposal.objects.open().exists()

    undo(step, on=TODAY, at=timezone.now(), by=committee)

    again = PairingProposal.objects.open().get()
    assert (again.pk, again.accepted_on) == (asked.pk, TODAY)
    assert FamilyProposal.objects.open().get().former == home


@pytest.mark.parametrize("name", ["何晓晓", "何 晓晓", "何建国"])
@pytest.mark.parametrize("is_agreed", [True, False])
def test_the_reason_for_one_more_student_names_neither_child_nor_guardian(
    committee, name, is_agreed
):
    child = make_need(make_student(make_class(), name="何晓晓")).student
    make_guardian(child, name="何建国")
    child.refresh_from_db()
    facts = {"student": child, "member": make_member(), "on": TODAY, "by": committee}
    days = {"started_on": TODAY, **agreed(TODAY)} if is_agreed else {}
    act = actions.start_pairing if is_agreed else actions.propose_pairing

    with pytest.raises(ValidationError, match="写了姓名") as refusal:
        act(**facts, **days, over_reason=f"{name}只信任这位老师")

    assert list(refusal.value.message_dict) == ["over_reason"]


def test_no_pairing_begins_with_a_student_who_has_left(committee):
    child = make_need(make_student(make_class())).student
    proposal = accept(propose(committee, student=child))
    child.enrolments.update(until_on=YESTERDAY)

    with pytest.raises(ValidationError, match="已离校"):
        record(proposal)
    actions.stop_proposal(proposal, version=proposal.version, on=TODAY, by=committee)
    with pytest.raises(ValidationError, match="已离校"):
        propose(committee, student=child)

    assert not Pairing.objects.exists()


def test_a_family_is_handed_to_nobody_who_has_it_and_may_be_to_who_has_the_child(committee):
    child = make_need(make_hardship().student).student
    former, beside = (make_family_pairing(family=child.family) for _ in range(2))
    pair = make_pairing(student=child)

    (line,) = Handover(former.member, on=TODAY, user=committee).families

    offered = {row.member for row in line.suggestions}
    assert offered == {committee.staff.member, pair.member}
    assert beside.member not in offered


@pytest.mark.parametrize("make", [make_proposal, make_family_proposal])
def test_a_line_of_which_somebody_else_was_asked_stops_no_other(client, as_committee, make):
    member = make_member()
    blocked = make()
    if make is make_proposal:
        make_pairing(member=member, student=blocked.student)
    else:
        make_family_pairing(member=member, family=blocked.family)
    free = make_pairing(member=member)
    page = reverse("walkins:handover-detail", args=[member.pk])
    assert f"已建议请{blocked.member}结对" in client.get(page).text

    client.post(page, filled(client, page))

    made = PairingProposal.objects.exclude(replaces=None)
    assert [row.replaces for row in made] == [free]


def test_what_was_typed_stays_where_somebody_else_proposed_meanwhile(
    client, as_committee, committee
):
    child, taker = make_need().student, make_member()
    page = f"{reverse('walkins:proposal-create')}?student={child.pk}"
    form = filled(client, page) | {"member": "other", "other": str(taker.pk)}
    propose(committee, student=child)

    answer = client.post(page, form | {"over_reason": "她教过他"})

    assert "您这一次写的内容没有存上" in answer.text
    assert "她教过他" in answer.text
    assert PairingProposal.objects.count() == 1


def test_a_second_tap_on_a_proposal_leads_to_the_first(client, as_committee):
    child = make_need().student
    page = f"{reverse('walkins:proposal-create')}?student={child.pk}"
    form = filled(client, page) | {"member": "other", "other": str(make_member().pk)}

    answers = [client.post(page, form) for _ in range(2)]

    there = PairingProposal.objects.get().get_absolute_url()
    assert [answer.headers.get("Location") for answer in answers] == [there, there]


def test_a_head_teacher_sends_no_proposal_for_a_child_of_another_class(client):
    school_class = make_class()
    head, own = make_head(school_class), make_need(make_student(school_class)).student
    child = make_need().student
    client.force_login(head.user)
    page = reverse("walkins:proposal-create")
    form = filled(client, f"{page}?student={own.pk}") | {"member": "other"}

    answer = client.post(f"{page}?student={child.pk}", form | {"other": str(make_member().pk)})

    assert answer.status_code == 404
    assert not PairingProposal.objects.exists()


@pytest.mark.parametrize(
    ("dates", "is_found"),
    [
        ({"raised_on": date(2026, 9, 1), "until_on": date(2026, 9, 14)}, False),
        ({"raised_on": date(2026, 9, 1), "until_on": date(2026, 9, 15)}, True),
        ({"raised_on": date(2026, 10, 10)}, True),
        ({"raised_on": date(2026, 10, 11)}, False),
    ],
)
def test_a_filter_tells_no_need_of_another_time(client, dates, is_found):
    ended = {"until_on": date(2026, 10, 10), "end_reason": "other", "outcome": "paused"}
    pairing = make_pairing(started_on=date(2026, 9, 15), **ended)
    closed = {"close_reason": "met"} if "until_on" in dates else {}
    make_need(pairing.student, kind="living", **dates, **closed)
    client.force_login(make_member(Role.COMMITTEE).staff.user)

    page = client.get(reverse("walkins:pairing-list"), {"scope": "ended", "kind": "living"})

    assert list(page.context["object_list"]) == ([pairing] if is_found else [])
