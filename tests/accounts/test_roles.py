from datetime import timedelta

import pytest
from django.conf import settings
from django.core.checks import run_checks

from branch.accounts import roles
from branch.accounts.checks import check_facts
from branch.accounts.models import Role, RoleGrant, User
from branch.core.facts import FACTS
from tests.factories import (
    LONG_AGO,
    make_class,
    make_grant,
    make_head,
    make_member,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db


def _again(user):
    """The user read again, as at the next request, without cached roles and facts."""
    return User.objects.get(pk=user.pk)


def test_every_fact_of_the_table_is_registered_by_an_app():
    assert set(roles.table()) - set(Role) == set(FACTS)


def test_every_role_has_a_row_in_the_table():
    assert {role for role in Role if not roles.allowed_by(role)} == set()


def test_a_grant_is_active_from_its_first_day_to_its_last(today):
    user = make_user()
    grant = make_grant(user, Role.EDITOR, until_on=today)

    active = [
        RoleGrant.objects.active_on(day).filter(pk=grant.pk).exists()
        for day in (LONG_AGO - timedelta(1), LONG_AGO, today, today + timedelta(1))
    ]

    assert active == [False, True, True, False]


def test_a_permission_ends_with_its_grant():
    user = make_user(Role.EDITOR)
    assert user.has_perm("news.add_article")

    RoleGrant.objects.update(until_on=LONG_AGO)

    assert not _again(user).has_perm("news.add_article")


def test_a_fact_gives_only_the_permissions_of_the_table():
    head = make_head(make_class()).user

    assert head.has_perm("walkins.add_supportneed")
    assert not head.has_perm("walkins.add_pairing")


def test_membership_gives_permissions_until_it_ends(today):
    member = make_member()
    assert member.staff.user.has_perm("walkins.view_pairing")

    member.statuses.update(until_on=LONG_AGO)

    assert not _again(member.staff.user).has_perm("walkins.view_pairing")


def test_no_fact_is_true_of_a_person_who_left_the_school():
    head = make_head(make_class(), staff=make_staff(until_on=LONG_AGO))
    member = make_member(staff=make_staff(until_on=LONG_AGO))

    assert head.user.get_all_permissions() == set()
    assert member.staff.user.get_all_permissions() == set()


def test_there_is_no_superuser():
    with pytest.raises(TypeError):
        make_user(is_superuser=True)

    assert not make_user().has_perm("anything.at_all")


def test_a_disabled_user_has_no_permission():
    user = make_user(Role.SECRETARY, is_active=False)

    assert not user.has_perm("walkins.add_pairing")
    assert user.get_all_permissions() == set()


def test_a_user_who_is_disabled_loses_the_permissions_at_once():
    user = make_user(Role.SECRETARY)
    assert user.has_perm("walkins.add_pairing")

    user.is_active = False

    assert not user.has_perm("walkins.add_pairing")


def test_a_fact_with_the_name_of_a_role_fails_the_checks(monkeypatch):
    monkeypatch.setitem(FACTS, "counsellor", lambda user, *, on: User.objects.none())

    assert [error.id for error in check_facts(None)] == ["accounts.E002"]


def test_roles_and_facts_cost_one_query(django_assert_num_queries):
    user = _again(make_member().staff.user)

    with django_assert_num_queries(1):
        assert user.has_perm("coverage.view_coverage")
        assert user.has_perm("ledgers.view_ledger")


def test_the_table_in_the_docs_is_up_to_date():
    """`manage.py role_table --write` updates it."""
    page = (settings.BASE_DIR / "docs/permissions.md").read_text()

    assert roles.as_markdown() in page


def test_a_misspelt_name_in_the_table_fails_the_checks(monkeypatch):
    monkeypatch.setattr(roles, "ROWS", list(roles.ROWS))
    before = run_checks()
    roles.Row("see plants", "garden.view_plant", comittee=roles.ALL, member=roles.ALL)

    errors = [error for error in run_checks() if error not in before]

    assert [error.id for error in errors] == ["accounts.E001"]
    assert errors[0].msg == "'comittee' is neither a role nor a fact (“see plants”)"
