"""Queries compiled once give every reader the rows that the queryset itself gives."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import CharField, Prefetch
from django.db.models.functions import Cast

from branch.accounts.models import RoleGrant, User
from branch.core.models import SiteProfile
from branch.core.prepared import MARKER, prepared
from branch.school.models import Student
from branch.walkins.models import Pairing
from tests.conftest import stop_clock
from tests.factories import (
    make_class,
    make_head,
    make_member,
    make_pairing,
    make_student,
    make_user,
)

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


BUILDS = {
    "a row": lambda user: User.objects.filter(name=SiteProfile.objects.get().branch_name),
    "the cache": lambda user: User.objects.filter(pk=cache.get("number", 1)),
    "the user's name": lambda user: User.objects.filter(name=user.name),
}


@pytest.mark.parametrize("what", BUILDS)
def test_a_query_may_not_depend_on_what_it_reads_while_it_is_built(what):
    with pytest.raises(ImproperlyConfigured, match="reads"):
        prepared(BUILDS[what])(make_user())


def others_of(user):
    """Students with the pairings of others, each of which is compared with the user's number when it is run."""
    others = Pairing.objects.exclude(member__staff__user=user)
    return Student.objects.prefetch_related(Prefetch("pairings", others, to_attr="others"))


def of_another_spelling(user):
    return User.objects.annotate(spelt=Cast("pk", CharField())).exclude(spelt=user.pk)


@pytest.mark.parametrize("build", [others_of, of_another_spelling])
def test_the_number_may_not_stay_in_the_query_where_it_cannot_be_replaced(build):
    user = make_pairing().member.staff.user

    with pytest.raises(ImproperlyConfigured, match="otherwise than as a number"):
        prepared(build)(user)


def test_a_row_is_no_argument():
    user = make_user()

    with pytest.raises(ImproperlyConfigured, match="takes values, not User"):
        prepared(own)(user, count=user)


def test_a_permission_is_not_asked_for_before_they_are_known():
    def build(user):
        return User.objects.all() if user.has_perm("core.use_desk") else User.objects.none()

    with pytest.raises(TypeError):
        prepared(build, permissions=lambda user: None)(make_user())


def test_what_is_built_with_the_day_of_the_clock_is_built_anew_each_day(monkeypatch, today):
    school_class = make_class()
    head = make_head(school_class).user
    make_student(school_class)
    seen = prepared(lambda user: Student.objects.visible_to(user))
    stop_clock(monkeypatch, today)
    assert len(seen(head)) == 1

    stop_clock(monkeypatch, date(today.year + 5, 11, 24))

    assert seen(head) == []


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
