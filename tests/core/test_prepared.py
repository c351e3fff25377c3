"""Queries compiled once give every reader the rows that the queryset itself gives."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from branch.accounts.models import RoleGrant, User
from branch.core.models import SiteProfile
from branch.core.prepared import MARKER, prepared
from branch.walkins.models import Pairing
from tests.factories import make_member, make_pairing, make_user

pytestmark = pytest.mark.django_db


def own(user, *, count):
    return Pairing.objects.held_by(user).select_related("student").order_by("pk")[:count]


def test_each_reader_gets_the_own_rows_from_one_compiled_query(django_assert_num_queries):
    pairings = [make_pairing() for _ in range(3)]
    mine = prepared(own)
    mine(pairings[0].member.staff.user, count=5)

    for pairing in pairings:
        user = User.objects.get(pk=pairing.member.staff.user_id)
        assert user.permissions
        with django_assert_num_queries(1):
            rows = mine(user, count=5)
            assert [row.student for row in rows] == [pairing.student]


def test_it_is_built_once_for_readers_with_the_same_permissions():
    built = []

    @prepared
    def users(user):
        built.append(user.pk)
        return (
            User.objects.filter(pk=user.pk)
            if user.has_perm("core.use_desk")
            else User.objects.none()
        )

    members, stranger = [make_member().staff.user for _ in range(2)], make_user()

    assert [users(member) for member in members] == [[member] for member in members]
    assert users(stranger) == []
    assert built == [MARKER, MARKER]


def test_other_arguments_are_another_query():
    member = make_member()
    for _ in range(2):
        make_pairing(member=member)

    mine = prepared(own)

    assert [len(mine(member.staff.user, count=count)) for count in (1, 2, 1)] == [1, 2, 1]


def test_a_row_of_values_and_a_union_are_read_as_by_the_queryset():
    user = make_member().staff.user

    @prepared
    def named(user):
        grants = RoleGrant.objects.filter(user=user).order_by().values("role")
        return grants.union(User.objects.filter(pk=user.pk).values("name"))

    assert named(user) == [{"role": user.name}]


def test_what_was_written_since_is_read():
    member = make_member()
    mine = prepared(own)
    assert mine(member.staff.user, count=5) == []

    pairing = make_pairing(member=member)

    assert mine(member.staff.user, count=5) == [pairing]


def test_a_query_may_not_depend_on_what_it_reads_while_it_is_built():
    @prepared
    def users(user):
        return User.objects.filter(name=SiteProfile.objects.get().branch_name)

    with pytest.raises(ImproperlyConfigured, match="reads the database"):
        users(make_user())


@pytest.mark.usefixtures("on_disk")
def test_threads_run_it_on_their_own_connections():
    pairings = [make_pairing() for _ in range(4)]
    users = [User.objects.get(pk=pairing.member.staff.user_id) for pairing in pairings]
    [user.permissions for user in users]
    mine = prepared(own)

    def rows(user):
        try:
            return mine(user, count=5)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(rows, users * 5))

    assert found == [[pairing] for pairing in pairings] * 5
