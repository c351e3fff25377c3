from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from branch.accounts.backends import roles_of
from branch.accounts.models import Role, RoleGrant, User
from branch.core.models import AuditEvent
from branch.school.actions import record_leaving, record_return
from branch.school.facts import is_head
from tests.factories import make_class, make_grant, make_head, make_member, make_staff

pytestmark = pytest.mark.django_db


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


@pytest.mark.usefixtures("the_day")
def test_who_leaves_and_returns_on_one_day_has_no_former_post_or_role(secretary, today):
    leaver = make_head(make_class(), Role.COUNSELLOR)

    gone = record_leaving(leaver, until_on=today, on=today, version=1, by=secretary)
    record_return(gone, by=secretary)

    assert roles_of(User.objects.get(pk=leaver.user.pk)) == set()
    assert not leaver.head_posts.opening_on(today).exists()
    assert not is_head(leaver.user, on=today)


def test_a_leaving_is_not_recorded_before_its_day(secretary, today):
    staff = make_staff()

    with pytest.raises(ValidationError, match="到那一天再登记"):
        record_leaving(staff, until_on=today + timedelta(1), on=today, version=1, by=secretary)
