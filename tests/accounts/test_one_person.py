"""任命: one person behind both the proposal and its confirmation is refused, by any chain of sign-in links."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError

from branch.accounts import actions
from branch.accounts.models import Role
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def propose(today, teacher):
    """`propose(by)`: the teacher as an editor from today on."""

    def proposed(by, role=Role.EDITOR, **fields):
        known = {"user": teacher, "from_on": today, "on": today, **fields}
        return actions.propose_role(role=role, by=by, **known)

    return proposed


def use_slip(user, *, by, at=NOW - timedelta(days=1)):
    link = actions.issue_link(user, at=at, by=by)
    actions.use_link(link.token, password=PASSWORD, at=at)


@pytest.mark.parametrize("first", ["secretary", "administrator"])
def test_who_handed_out_the_other_hands_slip_is_not_a_second_person(
    propose, secretary, administrator, first
):
    """Whoever issued it may have used it, and a password changed since was changed by the same."""
    use_slip(secretary, by=administrator)
    actions.change_password(user=secretary, password=PASSWORD, by=secretary)
    hands = [secretary, administrator]
    by, other = hands if first == "secretary" else reversed(hands)
    grant = propose(by)

    with pytest.raises(ValidationError) as refusal:
        actions.confirm_role(grant, at=NOW, by=other)

    role = {"secretary": "管理员", "administrator": "书记"}[first]
    says = (
        f"{secretary}的密码是 11-23 用{administrator}发的登录条设的，"
        f"这项任命要由另一位{role}确认，或者到 12-23 以后再办。"
    )
    assert refusal.value.messages == [says]
    grant.refresh_from_db()
    assert grant.confirmed_at is None


def test_a_third_person_behind_both_is_found_too(propose, secretary, administrator):
    third = make_user(Role.ADMIN)
    for hand in (secretary, administrator):
        use_slip(hand, by=third)

    with pytest.raises(ValidationError, match="要由另一位管理员确认"):
        actions.confirm_role(propose(secretary), at=NOW, by=administrator)


@pytest.mark.parametrize("length", [2, 3])
def test_a_chain_of_slips_from_one_hand_to_the_other_is_found(
    propose, secretary, administrator, length
):
    """The first hand may have signed in as the next person and handed out the next slip as such."""
    people = [secretary, *(make_user() for _ in range(length - 1)), administrator]
    for issuer, owner in pairwise(people):
        use_slip(owner, by=issuer)

    with pytest.raises(ValidationError) as refusal:
        actions.confirm_role(propose(administrator), at=NOW, by=secretary)

    slips = [
        f"{owner}的密码是 11-23 用{issuer}发的登录条设的" for issuer, owner in pairwise(people)
    ]
    says = "，".join(reversed(slips))
    assert refusal.value.messages == [
        f"{says}，这项任命要由另一位书记确认，或者到 12-23 以后再办。"
    ]


def test_a_third_person_behind_both_through_others_is_found_too(propose, secretary, administrator):
    third, between = make_user(), make_user()
    use_slip(between, by=third)
    use_slip(secretary, by=between)
    use_slip(administrator, by=third)

    with pytest.raises(ValidationError, match="要由另一位管理员确认"):
        actions.confirm_role(propose(secretary), at=NOW, by=administrator)


def test_of_two_chains_the_day_of_the_one_that_ends_last_is_named(
    propose, secretary, administrator
):
    """On the day the refusal names it is over: no second refusal names another."""
    use_slip(secretary, by=administrator, at=NOW - timedelta(days=20))
    between = make_user()
    use_slip(between, by=administrator, at=NOW - timedelta(days=10))
    use_slip(secretary, by=between, at=NOW - timedelta(days=5))

    with pytest.raises(ValidationError, match="或者到 12-14 以后再办"):
        actions.confirm_role(propose(secretary), at=NOW, by=administrator)
    later = NOW + timedelta(days=20, hours=1)
    actions.confirm_role(propose(administrator, Role.COMMITTEE), at=later, by=secretary)


def test_both_hands_may_have_handed_a_slip_to_one_colleague(
    propose, secretary, administrator, teacher
):
    """Nobody stands behind both: either may have been the colleague, neither the other hand."""
    colleague = make_user()
    for hand in (secretary, administrator):
        use_slip(colleague, by=hand)
    use_slip(administrator, by=make_user())

    actions.confirm_role(propose(administrator), at=NOW, by=secretary)

    assert teacher.grants.get().confirmed_by == secretary


@pytest.mark.parametrize("how", ["long ago", "on the server", "not used", "by another"])
def test_other_slips_leave_two_hands_two(propose, secretary, administrator, teacher, how):
    if how == "long ago":
        use_slip(secretary, by=administrator, at=NOW - timedelta(days=31))
    elif how == "on the server":
        use_slip(secretary, by=None)
        use_slip(administrator, by=None)
    elif how == "not used":
        actions.issue_link(secretary, at=NOW, by=administrator)
    else:
        use_slip(secretary, by=make_user(Role.ADMIN))

    actions.confirm_role(propose(administrator), at=NOW, by=secretary)

    assert teacher.grants.get().confirmed_by == secretary
