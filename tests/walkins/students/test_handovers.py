"""The caseload of a member who leaves is proposed to others, and is a gap until somebody has accepted it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from branch.coverage.actions import record_excuse
from branch.coverage.status import statuses
from branch.school.models import RollNumber
from branch.walkins import actions
from branch.walkins.families import actions as families
from branch.walkins.families.models import Handover, members_to_hand_over
from branch.walkins.models import (
    FamilyNeed,
    FamilyPairing,
    FamilyProposal,
    Pairing,
    PairingProposal,
)
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_contact,
    make_family_need,
    make_family_pairing,
    make_hardship,
    make_member,
    make_need,
    make_pairing,
    make_student,
    make_visit,
)
from tests.walkins.pages import filled, shown_students
from tests.walkins.students.test_proposals import accept, record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]


@pytest.fixture
def leaving():
    """A member with a student and the hardship family of another, whose last day is in a week."""
    member = make_member()
    student = make_need(make_student(make_class())).student
    make_contact(make_pairing(member=member, student=student), next_on=TODAY + timedelta(days=3))
    child = make_student(make_class(), name="马锦程")
    make_hardship(child)
    make_family_pairing(member=member, family=child.family)
    member.staff.until_on = TODAY + timedelta(days=7)
    member.staff.save()
    return member


def page_of(member):
    return reverse("walkins:handover-detail", args=[member.pk])


def handover(member, user):
    return Handover(member, on=TODAY, user=user)


def propose(member, user, taker):
    rows = handover(member, user).lines
    choices = {line.key: (line.record, taker) for line in rows}
    return families.propose_handover(choices, on=TODAY, by=user)


def gaps_of(key, user):
    (found,) = [row for row in statuses(user, on=TODAY) if row.duty.key == key]
    return [gap.subject for gap in found.gaps]


def test_who_leaves_is_away_for_long_or_has_begun_is_to_hand_over(committee, leaving):
    away, short, idle = (make_pairing().member for _ in range(3))
    for member, days in ((away, 60), (short, 10)):
        until = TODAY + timedelta(days=days)
        record_excuse(
            duty_key="", subject=member, reason="支教", from_on=TODAY, until_on=until, by=committee
        )
    begun = make_pairing()
    actions.propose_pairing(
        student=begun.student, member=make_member(), replaces=begun, on=TODAY, by=committee
    )

    assert set(members_to_hand_over(TODAY)) == {leaving, away, begun.member}
    assert idle not in members_to_hand_over(TODAY)


def test_the_whole_caseload_is_listed_with_who_could_take_it(committee, leaving):
    other = make_member()
    family = leaving.family_pairings.get().family
    need = make_family_need(family, owner=leaving.staff)

    found = handover(leaving, committee)

    (student,), (home,) = found.students, found.families
    assert student.next_on == TODAY + timedelta(days=3)
    assert home.name == "马锦程家"
    assert home.first
    assert other in [row.member for row in student.suggestions]
    assert leaving not in [row.member for row in student.suggestions]
    assert found.needs == [need]


def test_it_is_a_gap_until_somebody_has_it(committee, leaving):
    pairing, taker = leaving.pairings.get(), make_member()
    assert pairing.student not in gaps_of("walkins.student_pairing", committee)

    proposal, family_proposal = propose(leaving, committee, taker)

    assert gaps_of("walkins.student_pairing", committee) == [pairing.student]
    assert family_proposal.family in gaps_of("walkins.family_pairing", committee)
    record(accept(proposal))
    assert gaps_of("walkins.student_pairing", committee) == []
    assert handover(leaving, committee).students[0].state == "done"


def test_a_no_is_a_gap_that_leads_back_to_the_page(client, committee, leaving):
    pairing, taker = leaving.pairings.get(), make_member()
    proposal, _ = propose(leaving, committee, taker)
    by = taker.staff.user
    actions.decline_proposal(proposal, reason="no_time", version=1, on=TODAY, by=by)

    line = handover(leaving, committee).students[0]

    assert line.state == "declined"
    assert taker not in [row.member for row in line.suggestions]
    (found,) = [
        row for row in statuses(committee, on=TODAY) if row.duty.key == "walkins.student_pairing"
    ]
    assert [gap.url for gap in found.gaps] == [page_of(leaving)]
    client.force_login(committee)
    assert "时间不够" in client.get(page_of(leaving)).text
    assert Pairing.objects.active().get() == pairing


def test_difficulties_and_visits_go_with_the_family(committee, leaving):
    child = leaving.family_pairings.get().family.students.get()
    need = make_family_need(child.family, owner=leaving.staff)
    other = make_family_need(owner=leaving.staff)
    taker = make_member()
    visit = make_visit(
        child, visitor=leaving.staff, state="planned", happened_on=TODAY + timedelta(days=2)
    )
    visit.companions.add(taker.staff)
    _, proposal = propose(leaving, committee, taker)
    proposal = accept(proposal)

    families.record_family_agreement(
        proposal, agreed_on=TODAY, agreed_by="mother", version=2, on=TODAY, by=taker.staff.user
    )

    assert FamilyPairing.objects.active().get().member == taker
    owners = FamilyNeed.objects.in_bulk([need.pk, other.pk])
    assert (owners[need.pk].owner, owners[other.pk].owner) == (taker.staff, leaving.staff)
    visit.refresh_from_db()
    assert (visit.visitor, list(visit.companions.all())) == (taker.staff, [])


def test_all_are_proposed_with_one_click_or_one_alone(client, as_committee, leaving):
    make_member()
    form = filled(client, page_of(leaving))
    (key,) = [name for name in form if name.startswith("family-")]

    client.post(page_of(leaving), form | {"only": key})
    assert (PairingProposal.objects.count(), FamilyProposal.objects.count()) == (0, 1)

    page = client.post(page_of(leaving), filled(client, page_of(leaving)), follow=True)
    assert "共 1 项，等本人接受" in page.text
    assert PairingProposal.objects.get().replaces == leaving.pairings.get()


def test_to_oneself_and_to_nobody_is_refused(committee, leaving):
    with pytest.raises(ValidationError, match="不能还是本人"):
        propose(leaving, committee, leaving)
    with pytest.raises(ValidationError, match="请先选接手的党员"):
        families.propose_handover({}, on=TODAY, by=committee)

    assert not PairingProposal.objects.exists()


def test_the_paper_has_classes_and_numbers_and_no_name(client, as_committee, leaving, term):
    student = leaving.pairings.get().student
    RollNumber.objects.create(term=term, student=student, number=217)

    page = client.get(reverse("walkins:handover-print", args=[leaving.pk]))

    assert "217" in page.text
    assert student.name not in page.text
    assert "马锦程" not in page.text
    assert student.pk in shown_students()


def test_the_desk_of_the_committee_asks_for_it(client, as_committee, leaving):
    titles = [todo.title for todo in client.get("/desk/").context["todos"]]

    assert f"交接{leaving}手上的结对" in titles


def test_a_class_that_graduates_ends_its_pairings_and_can_be_undone(client, as_committee):
    school_class = make_class(entry_year=2024)
    child = make_student(school_class)
    pairing = make_pairing(student=make_need(child).student)
    elder, younger = make_student(school_class), make_student(make_class(entry_year=2026))
    younger.family = elder.family
    younger.save()
    stays, leaves = (make_family_pairing(family=one.family) for one in (elder, child))
    other = make_pairing()
    address = reverse("walkins:graduation")

    assert filled(client, address)["classes"] == []
    form = filled(client, address) | {"classes": [school_class.pk]}
    page = client.post(address, form, follow=True)

    pairing.refresh_from_db()
    assert (pairing.end_reason, pairing.outcome) == ("graduated", "done")
    assert pairing.student.needs.get().close_reason == "left"
    assert set(FamilyPairing.objects.active()) == {stays}
    assert list(Pairing.objects.active()) == [other]
    assert "结对 1 对，家庭结对 1 户" in page.text
    (undo,) = [m.extra_tags for m in page.context["messages"] if "undo" in m.extra_tags]
    client.post(reverse("portal:step-undo", args=[undo.split("undo:")[1].split()[0]]))
    assert set(Pairing.objects.active()) == {pairing, other}
    assert set(FamilyPairing.objects.active()) == {stays, leaves}


def test_a_year_without_classes_to_graduate_says_so(client, as_committee):
    make_pairing(student=make_need(make_student(make_class(entry_year=2026))).student)

    assert "没有要办结的毕业班" in client.get(reverse("walkins:graduation")).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_however_large_the_caseload(
    client, as_committee, leaving, count, django_assert_num_queries
):
    make_member()
    for _ in range(count):
        make_pairing(member=leaving)
        child = make_student(make_class())
        make_hardship(child)
        make_family_pairing(member=leaving, family=child.family)
        make_family_need(child.family, owner=leaving.staff)
    client.get(page_of(leaving))

    with django_assert_num_queries(23):
        client.get(page_of(leaving))


def test_history_keeps_the_old_name(committee, leaving):
    pairing, taker = leaving.pairings.get(), make_member()
    proposal, _ = propose(leaving, committee, taker)
    done = record(accept(proposal))

    pairing.refresh_from_db()

    assert (pairing.member, done.pairing.member) == (leaving, taker)
    assert pairing.shares.count() == 1
    assert pairing.covers(date(2026, 11, 20))
