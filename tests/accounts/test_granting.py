"""任命: secretary and administrator together, and never without one of the two."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branch.accounts import actions
from branch.accounts.backends import roles_of
from branch.accounts.models import Role, RoleGrant, User
from branch.core.models import AuditEvent
from branch.school.actions import record_leaving
from tests.factories import make_grant, make_staff, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def propose(today, teacher):
    """`propose(by)`: the teacher as an editor from today on."""

    def proposed(by, role=Role.EDITOR, **fields):
        known = {"user": teacher, "from_on": today, "on": today, **fields}
        return actions.propose_role(role=role, by=by, **known)

    return proposed


def held(user):
    return roles_of(User.objects.get(pk=user.pk))


def verbs():
    return list(AuditEvent.objects.order_by("pk").values_list("verb", "actor", "says"))


# two hands


@pytest.mark.usefixtures("the_day")
@pytest.mark.parametrize("first", ["secretary", "administrator"])
def test_one_proposes_the_other_confirms(propose, teacher, secretary, administrator, first):
    hands = [secretary, administrator]
    by, other = hands if first == "secretary" else reversed(hands)

    grant = propose(by)
    before = held(teacher)
    actions.confirm_role(grant, at=NOW, by=other)

    assert (before, held(teacher)) == (set(), {Role.EDITOR})
    assert verbs() == [
        ("role.proposed", by.pk, f"{teacher} 宣传编辑"),
        ("role.confirmed", other.pk, f"{teacher} 宣传编辑"),
    ]


def test_nobody_else_proposes(propose, committee, counsellor):
    for by in (committee, counsellor):
        with pytest.raises(ValidationError, match="书记或管理员"):
            propose(by)

    assert not RoleGrant.objects.proposed().exists()


@pytest.mark.parametrize("who", ["the same", "a second secretary", "the committee"])
def test_two_of_the_same_hand_grant_nothing(propose, secretary, committee, administrator, who):
    grant = propose(secretary)
    by = {
        "the same": secretary,
        "a second secretary": make_user(Role.SECRETARY),
        "the committee": committee,
    }[who]

    with pytest.raises(ValidationError, match="一人提出，另一人确认"):
        actions.confirm_role(grant, at=NOW, by=by)

    grant.refresh_from_db()
    assert grant.confirmed_at is None


def test_who_holds_both_still_needs_somebody_else(propose, secretary):
    both = make_user(Role.SECRETARY, Role.ADMIN)
    grant = propose(both)

    with pytest.raises(ValidationError, match="一人提出，另一人确认"):
        actions.confirm_role(grant, at=NOW, by=both)
    actions.confirm_role(grant, at=NOW, by=secretary)

    grant.refresh_from_db()
    assert grant.confirmed_by == secretary


def test_a_hand_that_was_taken_away_confirms_nothing(propose, secretary, administrator, today):
    grant = propose(secretary)
    administrator.grants.update(until_on=today - timedelta(1))

    with pytest.raises(ValidationError, match="一人提出，另一人确认"):
        actions.confirm_role(grant, at=NOW, by=administrator)


def test_a_proposal_is_confirmed_once(propose, secretary, administrator):
    grant = propose(secretary)
    actions.confirm_role(grant, at=NOW, by=administrator)

    with pytest.raises(ValidationError, match="已经确认或撤回"):
        actions.confirm_role(grant, at=NOW, by=administrator)


@pytest.mark.parametrize(
    ("who", "verb"), [("secretary", "role.withdrawn"), ("administrator", "role.refused")]
)
def test_a_proposal_is_taken_back_or_refused(propose, secretary, administrator, who, verb):
    grant = propose(secretary)
    by = {"secretary": secretary, "administrator": administrator}[who]

    actions.drop_proposal(grant, by=by)

    assert not RoleGrant.objects.proposed().exists()
    assert AuditEvent.objects.first().verb == verb


def test_a_role_held_already_is_not_proposed_again(propose, secretary, teacher):
    make_grant(teacher, Role.EDITOR)

    with pytest.raises(ValidationError, match="已有这个角色"):
        propose(secretary)


def test_secretary_and_administrator_are_named_without_an_end(propose, secretary):
    with pytest.raises(ValidationError, match="先任命接任的人"):
        propose(secretary, Role.ADMIN, until_on=date(2027, 7, 10))


# one person behind both hands


@pytest.mark.parametrize(
    ("role", "ends"),
    [
        (Role.COUNSELLOR, True),
        (Role.ADMIN, True),
        (Role.CRISIS, True),
        (Role.EDITOR, False),
        (Role.COMMITTEE, False),
    ],
)
def test_a_role_that_is_never_remembered_ends_what_was(
    client, propose, teacher, secretary, administrator, role, ends
):
    client.force_login(teacher, "branch.accounts.backends.RoleBackend")
    client.session.set_expiry(30 * 24 * 60 * 60)

    actions.confirm_role(propose(secretary, role), at=NOW, by=administrator)

    assert (client.get(reverse("accounts:account")).status_code == 302) is ends


# ending


@pytest.mark.usefixtures("the_day")
def test_an_ended_role_opens_nothing_any_more_though_it_held_that_day(secretary, teacher, today):
    grant = make_grant(teacher, Role.EDITOR)

    actions.end_role(grant, on=today, by=secretary)

    grant.refresh_from_db()
    assert (grant.until_on, grant.is_ended) == (today, True)
    assert list(RoleGrant.objects.active_on(today).filter(user=teacher)) == [grant]
    assert held(teacher) == set()
    assert verbs() == [("role.ended", secretary.pk, f"{teacher} 宣传编辑")]


def test_a_role_of_one_day_stays_on_record(secretary, teacher, today):
    grant = make_grant(teacher, Role.EDITOR, from_on=today)

    actions.end_role(grant, on=today, by=secretary)

    assert list(RoleGrant.objects.over_on(today)) == [grant]
    assert held(teacher) == set()


def test_a_role_ended_before_its_first_day_never_held(secretary, teacher, today):
    grant = make_grant(teacher, Role.EDITOR, from_on=today + timedelta(1))

    actions.end_role(grant, on=today, by=secretary)

    assert not teacher.grants.exists()
    grant.refresh_from_db()
    assert (grant.is_void, grant.until_on) == (True, None)


@pytest.mark.usefixtures("the_day")
def test_a_role_with_an_end_holds_on_its_last_day(teacher, today):
    make_grant(teacher, Role.EDITOR, until_on=today)

    assert held(teacher) == {Role.EDITOR}


@pytest.mark.parametrize("who", ["secretary", "administrator"])
def test_the_last_of_a_hand_stays_until_a_successor_is_there(secretary, administrator, today, who):
    user = {"secretary": secretary, "administrator": administrator}[who]
    grant = user.grants.get()
    with pytest.raises(ValidationError, match="请先任命接任的人"):
        actions.end_role(grant, on=today, by=secretary)

    make_user(grant.role)
    actions.end_role(grant, on=today, by=secretary)

    assert not RoleGrant.objects.opening_on(today).filter(user=user).exists()


def test_a_successor_to_come_or_with_a_closed_account_is_none(secretary, administrator, today):
    make_grant(make_user(), Role.ADMIN, from_on=today + timedelta(1))
    make_user(Role.ADMIN, is_active=False)

    with pytest.raises(ValidationError, match="请先任命接任的人"):
        actions.end_role(administrator.grants.get(), on=today, by=secretary)


def test_both_hands_are_never_left_to_one_person(secretary, administrator, today):
    make_grant(secretary, Role.ADMIN)

    with pytest.raises(ValidationError, match="会是同一个人"):
        actions.end_role(administrator.grants.get(), on=today, by=secretary)


def test_the_last_administrator_does_not_leave_either(secretary, administrator, today):
    staff = administrator.staff
    with pytest.raises(ValidationError, match="请先任命接任的人"):
        record_leaving(staff, until_on=today, on=today, version=1, by=secretary)
    staff.refresh_from_db()
    assert (staff.until_on, User.objects.get(pk=administrator.pk).is_active) == (None, True)

    make_staff(Role.ADMIN)
    record_leaving(staff, until_on=today, on=today, version=1, by=secretary)

    assert not User.objects.get(pk=administrator.pk).is_active


def test_a_backdated_leaving_does_not_take_the_last_of_a_hand(secretary, administrator, today):
    """Whoever else held the role on that day holds it no more."""
    make_grant(make_user(), Role.ADMIN, until_on=today - timedelta(1))
    staff, until_on = administrator.staff, today - timedelta(7)

    with pytest.raises(ValidationError, match="请先任命接任的人"):
        record_leaving(staff, until_on=until_on, on=today, version=1, by=secretary)

    assert User.objects.get(pk=administrator.pk).is_active


def test_a_leaving_recorded_late_keeps_the_roles_held_until_then(secretary, administrator, today):
    make_grant(make_user(), Role.ADMIN, from_on=today)
    staff, until_on = administrator.staff, today - timedelta(7)

    record_leaving(staff, until_on=until_on, on=today, version=1, by=secretary)

    assert administrator.grants.get().until_on == today


def test_two_hands_do_not_end_each_other_at_once(secretary, administrator, today):
    """SQLite has one writer at a time and needs no lock of a row."""
    make_user(Role.ADMIN)
    with CaptureQueriesContext(connection) as queries:
        actions.end_role(administrator.grants.get(), on=today, by=secretary)

    reads = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    locking = reads[1]
    assert "IN ('admin', 'secretary')" in locking or "IN ('secretary', 'admin')" in locking
    assert (" FOR UPDATE" in locking) is connection.features.has_select_for_update


# the very first


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.ADMIN])
def test_the_first_of_each_needs_nobody_and_comes_once(role, today):
    grant = actions.grant_first(user=make_user(), role=role, from_on=today, at=NOW)

    assert list(RoleGrant.objects.active_on(today)) == [grant]
    assert verbs() == [("role.first", None, str(grant))]
    grant.user.grants.update(until_on=today)
    with pytest.raises(ValidationError, match="已经有人担任过"):
        actions.grant_first(user=make_user(), role=role, from_on=today, at=NOW)


def test_the_first_two_are_two_people(today):
    user = make_user(Role.ADMIN)

    with pytest.raises(ValidationError, match="两个人担任"):
        actions.grant_first(user=user, role=Role.SECRETARY, from_on=today, at=NOW)


def test_leaving_takes_what_was_to_come_and_frees_the_telephone(secretary, today):
    user = make_user(phone="13800000001")
    make_grant(user, Role.EDITOR, from_on=today + timedelta(7))
    make_grant(user, Role.COMMITTEE, until_on=today + timedelta(7))
    make_grant(user, Role.COUNSELLOR, confirmed_at=None)

    actions.close_account(user=user, on=today, by=secretary)

    assert list(user.grants.values_list("role", "until_on")) == [(Role.COMMITTEE, today)]
    assert User.objects.get(pk=user.pk).phone == ""
