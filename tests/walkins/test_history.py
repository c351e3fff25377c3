"""An action of today does not change what is answered for yesterday."""

from datetime import timedelta

import pytest

from branch.accounts.actions import end_role
from branch.accounts.models import Role, RoleGrant
from branch.coverage.actions import end_excuse
from branch.coverage.models import Excuse
from branch.members.actions import regroup_member, release_member, send_away
from branch.members.models import Member, PartyGroup
from branch.school.actions import appoint_head, move_student, record_leaving, record_return
from branch.school.models import HeadTeacherPost, SchoolClass, Staff, Student
from branch.walkins.actions import close_need, end_pairing
from branch.walkins.models import (
    Pairing,
    SupportNeed,
    members_to_pair,
    students_to_pair,
)
from tests.factories import (
    make_class,
    make_grant,
    make_head,
    make_member,
    make_need,
    make_pairing,
    make_staff,
    make_student,
    make_user,
)

pytestmark = pytest.mark.django_db


def answers(user, day):
    """Everything that can be asked for a day, by name, as plain values."""
    classes = SchoolClass.objects.in_school_on(day).with_roll_count_on(day)
    return {
        "roles": set(RoleGrant.objects.active_on(day).values_list("pk", flat=True)),
        "posts": set(HeadTeacherPost.objects.active_on(day).values_list("pk", flat=True)),
        "excuses": set(Excuse.objects.active_on(day).values_list("pk", flat=True)),
        "staff": set(Staff.objects.working_on(day)),
        "rolls": set(classes.values_list("pk", "roll_count")),
        "on roll": set(Student.objects.on_roll_on(day)),
        "members": set(Member.objects.here_on(day)),
        "present": set(Member.objects.present_on(day)),
        "voting": set(Member.objects.voting_on(day)),
        "groups": set(Member.objects.with_group_on(day).values_list("pk", "group_name")),
        "needs": set(SupportNeed.objects.open_on(day)),
        "pairings": set(Pairing.objects.active_on(day)),
        "with a member": set(Pairing.objects.with_member_in_school_on(day)),
        "overdue": set(Pairing.objects.overdue_on(day)),
        "in need": set(students_to_pair(user, on=day)),
        "to pair": {(member.pk, member.pairing_count) for member in members_to_pair(day)},
    }


@pytest.fixture
def acts(term, secretary, today):
    """{name of an action: a function that does it today}"""
    named = {"on": today, "by": secretary}
    pairing, need, group = make_pairing(), make_need(), PartyGroup.objects.create(name="第五党小组")
    member, away, gone, leaver = make_member(), make_member(), make_member(), make_member().staff
    pupil, post = make_student(), make_head(make_class(), staff=leaver).head_posts.get()
    grant, week_ago = make_grant(make_user(), Role.EDITOR), today - timedelta(days=7)
    former = make_member(staff=make_staff(until_on=week_ago)).staff
    send_away(
        away,
        reason="支教",
        from_on=week_ago,
        until_on=today + timedelta(9),
        version=1,
        by=secretary,
    )
    reason = {"reason": "other", "outcome": "handed_over", "version": 1}
    return {
        "end a pairing": lambda: end_pairing(pairing, **reason, **named),
        "close a need": lambda: close_need(need, reason="declined", version=1, **named),
        "end a role": lambda: end_role(grant, **named),
        "end an excuse": lambda: end_excuse(Excuse.objects.get(), **named),
        "regroup": lambda: regroup_member(member, group=group, version=1, **named),
        "release": lambda: release_member(gone, until_on=today, version=1, **named),
        "leave": lambda: record_leaving(leaver, until_on=today, version=1, **named),
        "return": lambda: record_return(former, **named),
        "hand over a class": lambda: appoint_head(
            school_class=post.school_class, staff=make_staff(), from_on=today, by=secretary
        ),
        "move a pupil": lambda: move_student(pupil, to_class=make_class(), version=1, **named),
    }


def test_an_action_of_today_changes_no_answer_for_yesterday(acts, secretary, today):
    yesterday = today - timedelta(days=1)
    for name, act in acts.items():
        before = answers(secretary, yesterday)
        act()
        after = answers(secretary, yesterday)
        # an action may create people, who are then found for yesterday too
        changed = {key for key in before if not before[key] <= after[key]}
        assert (name, changed) == (name, set())
        grown = {key for key in before if before[key] != after[key]}
        assert grown <= {"staff", "rolls", "groups"}


def test_members_to_pair_counts_the_pairings_of_its_day(today):
    pairing = make_pairing(
        until_on=today - timedelta(days=1), end_reason="other", outcome="handed_over"
    )

    counted = [
        {member.pk: member.pairing_count for member in members_to_pair(day)}[pairing.member.pk]
        for day in (pairing.started_on - timedelta(1), pairing.until_on, today)
    ]

    assert counted == [0, 1, 0]
