from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from branch.accounts.backends import roles_of
from branch.accounts.models import Role, RoleGrant, User
from branch.core.models import AuditEvent
from branch.members.models import Member
from branch.school.actions import record_leaving, record_return
from branch.school.actions.roll import end_post
from branch.school.facts import head_posts_of
from branch.school.models import FormerLeaving, Staff
from tests.factories import make_class, make_grant, make_head, make_member, make_staff

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


def test_who_leaves_is_signed_out_at_the_next_request(client, secretary, today):
    leaver = make_member(Role.COMMITTEE).staff
    client.force_login(leaver.user, "branch.accounts.backends.RoleBackend")
    desk = reverse("portal:desk")
    assert client.get(desk).status_code == 200

    record_leaving(leaver, until_on=today, on=today, version=1, by=secretary)

    assert client.get(desk).url == f"{reverse('login')}?next={desk}"


def test_the_post_ends_on_the_last_day_and_roles_at_once(secretary, today):
    school_class = make_class()
    leaver = make_head(school_class, Role.COUNSELLOR)
    last_day = today - timedelta(7)

    record_leaving(leaver, until_on=last_day, on=today, version=1, by=secretary)

    assert leaver.user.grants.get().until_on == today
    assert leaver.head_posts.get().until_on == last_day
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", "actor")) == [
        (verb, secretary.pk)
        for verb in (
            "head.ended",
            "staff.left",
            "role.ended",
            "user.closed",
            "user.sessions_ended",
        )
    ]


def test_a_post_begun_after_the_last_day_is_void_and_a_role_that_was_held_is_not(secretary, today):
    leaver = make_staff()
    grant = make_grant(leaver.user, Role.COMMITTEE, from_on=today)
    make_head(make_class(), staff=leaver, from_on=today)
    post = leaver.head_posts.get()

    record_leaving(leaver, until_on=today - timedelta(1), on=today, version=1, by=secretary)

    assert list(RoleGrant.objects.active_on(today).filter(user=leaver.user)) == [grant]
    assert not leaver.head_posts.exists()
    post.refresh_from_db()
    assert post.is_void


@pytest.mark.parametrize("ago", [9, 3])
def test_a_corrected_last_day_moves_the_post_that_ended_with_it(secretary, today, ago):
    school_class, other_class = make_class(), make_class()
    leaver = make_head(school_class)
    make_head(other_class, staff=leaver)
    end_post(other_class.head_posts.get(), today - timedelta(20), by=secretary)
    for day in (7, ago):
        named = {"on": today, "by": secretary, "version": leaver.version}
        leaver = record_leaving(leaver, until_on=today - timedelta(day), **named)

    assert school_class.head_posts.get().until_on == today - timedelta(ago)
    assert other_class.head_posts.get().until_on == today - timedelta(20)


@pytest.mark.parametrize("has_successor", [False, True])
def test_a_corrected_last_day_restores_the_post_begun_since_the_wrong_one(
    secretary, today, has_successor
):
    school_class, began_on = make_class(), today - timedelta(20)
    leaver = make_head(school_class, from_on=began_on)
    named = {"on": today, "by": secretary}
    leaver = record_leaving(leaver, until_on=began_on - ONE_DAY, version=1, **named)
    if has_successor:
        make_head(school_class, from_on=began_on)

    record_leaving(leaver, until_on=today, version=leaver.version, **named)

    found = list(leaver.head_posts.values_list("from_on", "until_on"))
    assert found == ([] if has_successor else [(began_on, today)])


def test_a_corrected_last_day_does_not_reach_into_the_post_of_the_successor(secretary, today):
    school_class, handed_over = make_class(), today - timedelta(5)
    leaver = make_head(school_class)
    named = {"on": today, "by": secretary}
    leaver = record_leaving(leaver, until_on=today - timedelta(7), version=1, **named)
    make_head(school_class, from_on=handed_over)

    record_leaving(leaver, until_on=today - timedelta(3), version=leaver.version, **named)

    assert leaver.head_posts.get().until_on == handed_over - ONE_DAY
    assert len(school_class.head_posts.active_on(handed_over)) == 1


@pytest.mark.usefixtures("the_day")
def test_who_leaves_and_returns_on_one_day_has_no_former_post_or_role(secretary, today):
    leaver = make_head(make_class(), Role.COUNSELLOR)

    gone = record_leaving(leaver, until_on=today, on=today, version=1, by=secretary)
    record_return(gone, on=today, by=secretary)

    assert roles_of(User.objects.get(pk=leaver.user.pk)) == set()
    assert not leaver.head_posts.opening_on(today).exists()
    assert not head_posts_of(leaver.user, on=today)


def test_a_leaving_is_not_recorded_before_its_day(secretary, today):
    staff = make_staff()

    with pytest.raises(ValidationError, match="到那一天再登记"):
        record_leaving(staff, until_on=today + timedelta(1), on=today, version=1, by=secretary)


def days_away(staff, *, since, until):
    """The days of the span on which the colleague does not work here, and is no member here either."""
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    gone = [day for day in days if Staff.objects.gone_on(day).filter(pk=staff.pk).exists()]
    working = [day for day in days if Staff.objects.working_on(day).filter(pk=staff.pk).exists()]
    here = [day for day in days if Member.objects.here_on(day).filter(staff=staff).exists()]
    assert working == here == [day for day in days if day not in gone]
    return gone


def test_who_returns_did_not_work_here_on_the_days_between(secretary, today):
    leaver, last_day = make_member().staff, today - timedelta(5)
    gone = record_leaving(leaver, until_on=last_day, on=today, version=1, by=secretary)

    record_return(gone, on=today, by=secretary)

    assert days_away(leaver, since=today - timedelta(7), until=today + ONE_DAY) == [
        today - timedelta(n) for n in (4, 3, 2, 1)
    ]


def test_who_returns_twice_was_away_twice(secretary, today):
    staff, days = make_member().staff, [today - timedelta(n) for n in (9, 7, 4, 2)]
    for left, back in (days[:2], days[2:]):
        staff = record_leaving(staff, until_on=left, on=left, version=staff.version, by=secretary)
        staff = record_return(staff, on=back, by=secretary)

    assert days_away(staff, since=days[0], until=today) == [
        days[0] + ONE_DAY,
        days[2] + ONE_DAY,
    ]


def test_a_return_by_mistake_is_covered_by_the_same_leaving_again(secretary, today):
    staff, left = make_member().staff, today - timedelta(5)
    for back in (today - timedelta(3), today):
        staff = record_leaving(staff, until_on=left, on=back, version=staff.version, by=secretary)
        staff = record_return(staff, on=back, by=secretary)

    assert len(days_away(staff, since=left, until=today)) == 4


def test_who_returns_the_next_day_was_never_away(secretary, today):
    gone = record_leaving(make_staff(), until_on=today - ONE_DAY, on=today, version=1, by=secretary)

    record_return(gone, on=today, by=secretary)

    assert not FormerLeaving.objects.exists()


def test_a_return_of_before_is_taken_from_the_audit(secretary, today):
    staff = make_staff()
    noon = timezone.make_aware(datetime.fromisoformat("2026-11-02T12:00"))
    for verb, days in (("left", 0), ("left", 3), ("returned", 9)):
        event = AuditEvent.record(actor=secretary, verb=f"staff.{verb}", target=staff)
        AuditEvent.objects.filter(pk=event.pk).update(at=noon + timedelta(days))
    migration = import_module("branch.school.migrations.0010_leavings_from_the_audit")

    for _ in range(2):
        migration.former_leavings(apps, None)

    (row,) = FormerLeaving.objects.values_list("from_on", "until_on")
    assert [str(day) for day in row] == ["2026-11-06", "2026-11-10"]
