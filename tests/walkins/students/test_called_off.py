"""Proposals that end because something else was decided, and hand-overs that are given up."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from branch.core.undo import undo
from branch.coverage.status import statuses
from branch.walkins import actions
from branch.walkins.families import actions as families
from branch.walkins.families.models import Handover
from branch.walkins.models import FamilyPairing, FamilyProposal, Pairing, PairingProposal
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_family_pairing,
    make_hardship,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_student,
)
from tests.walkins.claims import make_claim
from tests.walkins.families.leavers import DUE, leave
from tests.walkins.goals import make_goal, tap
from tests.walkins.pages import filled
from tests.walkins.students.factories import make_family_proposal, make_proposal
from tests.walkins.students.test_proposals import accept, propose, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
YESTERDAY = TODAY - timedelta(days=1)


def open_gaps(key, user, *, on=TODAY):
    (found,) = [row for row in statuses(user, on=on) if row.duty.key == key]
    return [(gap.subject, gap.url) for gap in found.gaps]


def end(pairing, by, outcome="done"):
    why = {"reason": "goal_met", "outcome": outcome, "version": pairing.version}
    return actions.end_pairing(pairing, **why, on=TODAY, by=by)


def decline(proposal):
    by = proposal.member.staff.user
    facts = {"reason": "no_time", "version": proposal.version, "on": TODAY}
    return actions.decline_proposal(proposal, **facts, by=by)


def test_closing_the_needs_with_the_pairing_ends_what_is_asked(committee):
    pairing = make_pairing()
    proposal = propose(committee, student=pairing.student, replaces=pairing)

    end(pairing, committee)

    proposal.refresh_from_db()
    assert proposal.closed_as == "withdrawn"
    assert not PairingProposal.objects.visible_to(proposal.member.staff.user).exists()


def test_a_family_paired_or_ended_by_hand_is_asked_for_no_more(committee):
    by_hand, handed = make_family_proposal(), make_family_pairing()
    families.start_family_pairing(
        family=by_hand.family,
        member=make_member(),
        started_on=TODAY,
        agreed_on=TODAY,
        agreed_by="mother",
        on=TODAY,
        by=committee,
    )
    families.propose_family_pairing(
        family=handed.family, member=make_member(), former=handed, on=TODAY, by=committee
    )

    families.end_family_pairing(
        handed, on=TODAY, reason="declined", version=handed.version, by=committee
    )

    results = FamilyProposal.objects.values_list("closed_as", flat=True)
    assert list(results) == ["withdrawn", "withdrawn"]


def test_a_hand_over_that_is_called_off_is_no_gap_from_that_day_on(client, committee):
    pairing = make_pairing()
    proposal = propose(committee, student=pairing.student, replaces=pairing)
    PairingProposal.objects.update(proposed_on=YESTERDAY)
    proposal.refresh_from_db()
    decline(proposal)
    page = reverse("walkins:handover-detail", args=[pairing.member_id])
    assert open_gaps("walkins.student_pairing", committee) == [(pairing.student, page)]

    client.force_login(committee)
    form = filled(client, page) | {"keep": f"pairing-{pairing.pk}"}
    answer = client.post(page, form, follow=True)

    assert "不再交接，结对照旧" in answer.text
    assert open_gaps("walkins.student_pairing", committee) == []
    before = open_gaps("walkins.student_pairing", committee, on=YESTERDAY)
    assert [subject for subject, _ in before] == [pairing.student]
    assert list(Pairing.objects.active()) == [pairing]


def test_a_caseload_larger_than_the_figure_is_spread_over_several(committee):
    member, school_class = make_member(), make_class()
    for _ in range(6):
        student = make_need(make_student(school_class)).student
        make_pairing(member=member, student=student)
    others = [make_member() for _ in range(2)]
    lines = Handover(member, on=TODAY, user=committee).to_propose

    choices = {line.key: (line.record, line.first.member) for line in lines}
    made = families.propose_handover(choices, on=TODAY, by=committee)

    assert len(made) == 6
    assert {row.member for row in made} >= set(others)


def test_one_more_than_the_figure_is_said_at_its_line(committee):
    pairing, taker = make_pairing(), make_member()
    for _ in range(4):
        make_pairing(member=taker)

    with pytest.raises(ValidationError) as refusal:
        families.propose_handover({"pairing-1": (pairing, taker)}, on=TODAY, by=committee)

    assert "请别的党员" in refusal.value.message_dict["pairing-1"][0]


def test_a_stale_choice_of_another_line_stops_no_line(client, as_committee):
    member = make_member()
    pairings = [make_pairing(member=member) for _ in range(2)]
    make_member()
    page = reverse("walkins:handover-detail", args=[member.pk])
    keys = [f"pairing-{pairing.pk}" for pairing in pairings]
    form = filled(client, page) | {keys[1]: "999999", "only": keys[0]}

    client.post(page, form)

    assert PairingProposal.objects.get().replaces == pairings[0]


def test_a_line_that_was_proposed_meanwhile_says_so(client, as_committee, committee):
    pairing = make_pairing()
    make_member()
    page = reverse("walkins:handover-detail", args=[pairing.member_id])
    form = filled(client, page) | {"only": f"pairing-{pairing.pk}"}
    propose(committee, student=pairing.student, replaces=pairing)

    answer = client.post(page, form)

    assert "刚有人办过" in answer.content.decode()
    assert PairingProposal.objects.count() == 1


def test_the_gap_of_a_family_in_hand_over_leads_to_who_is_asked(committee):
    pairing = make_family_pairing()
    asked = families.propose_family_pairing(
        family=pairing.family, member=make_member(), former=pairing, on=TODAY, by=committee
    )
    assert [url for _, url in open_gaps("walkins.family_pairing", committee)] == [
        asked.get_absolute_url()
    ]

    decline(asked)

    (found,) = open_gaps("walkins.family_pairing", committee)
    assert found[1] == reverse("walkins:handover-detail", args=[pairing.member_id])
    assert FamilyPairing.objects.active().get() == pairing


def test_who_is_asked_may_not_take_the_proposal_back_without_a_reason(committee):
    proposal = propose(committee)

    with pytest.raises(ValidationError, match="请选择原因"):
        actions.stop_proposal(proposal, version=1, on=TODAY, by=proposal.member.staff.user)

    assert PairingProposal.objects.get().is_open


def test_who_proposed_is_told_that_it_came_to_nothing(committee):
    proposal = accept(propose(committee))

    actions.stop_proposal(
        proposal, version=proposal.version, on=TODAY, by=proposal.member.staff.user
    )

    assert told() == {committee.pk}


def test_only_the_committee_hands_over_and_only_what_still_runs(committee):
    school_class = make_class()
    head, student = make_head(school_class), make_need(make_student(school_class)).student
    pairing = make_pairing(student=student)

    with pytest.raises(ValidationError, match="交接由支委办理"):
        propose(head.user, student=student, replaces=pairing)
    with pytest.raises(ValidationError, match="已经结束"):
        propose(committee, student=make_need().student, replaces=pairing)
    end(pairing, committee, outcome="handed_over")
    with pytest.raises(ValidationError, match="已经结束"):
        propose(committee, student=student, replaces=pairing)


def test_what_waits_to_be_confirmed_counts_for_the_last_day(committee):
    pairing = make_pairing()
    make_claim(pairing, by=committee, happened_on=TODAY)

    assert end(pairing, committee).until_on == TODAY


def test_the_letter_is_there_once_the_member_has_accepted(client, as_committee):
    proposal = make_proposal()
    address = reverse("walkins:proposal-letter", args=[proposal.pk])
    assert client.get(address).status_code == 404

    accept(proposal)

    assert "小目标" in client.get(address).text


def test_a_hardship_family_that_left_keeps_no_proposal(committee):
    child = make_hardship().student
    make_family_proposal(family=child.family)
    leave(child)

    actions.delete_past_term(on=DUE)

    assert not FamilyProposal.objects.exists()


def test_an_undo_locks_first_what_the_step_locked_first(committee):
    """SQLite has one writer at a time, and Django leaves row locks out there."""
    pairing = make_pairing()
    goal = make_goal(pairing)
    step = tap(goal, "better")

    with CaptureQueriesContext(connection) as queries:
        undo(step, on=TODAY, at=timezone.now(), by=pairing.member.staff.user)

    read = [row["sql"] for row in queries if row["sql"].startswith("SELECT")]
    first = next(sql for sql in read if '"walkins_pairing"."version"' in sql)
    steps = next(sql for sql in read if '"walkins_goalstep"."state"' in sql)
    assert read.index(first) < read.index(steps)
    assert first.endswith("FOR NO KEY UPDATE") is connection.features.has_select_for_update


def test_the_undo_of_a_graduation_locks_the_students_first(committee):
    school_class = make_class(entry_year=2024)
    student = make_need(make_student(school_class)).student
    make_pairing(student=student)
    step, _ = families.end_graduated([school_class], on=TODAY, by=committee)

    with CaptureQueriesContext(connection) as queries:
        undo(step, on=TODAY, at=timezone.now(), by=committee)

    read = [row["sql"] for row in queries if row["sql"].startswith("SELECT")]
    locked = [n for n, sql in enumerate(read) if 'FROM "school_student"' in sql]
    restored = [n for n, sql in enumerate(read) if '"walkins_pairing"."version"' in sql]
    assert locked[0] < restored[0]
    assert Pairing.objects.active().get().student == student
