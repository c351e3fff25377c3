from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from branch.accounts.backends import roles_of
from branch.accounts.models import Role, User
from branch.core.models import AuditEvent
from branch.school.actions import record_leaving, record_return
from tests.factories import make_class, make_grant, make_head, make_member, make_staff

pytestmark = pytest.mark.django_db


def test_who_leaves_is_signed_out_at_the_next_request(client, secretary, today):
    leaver = make_member(Role.COMMITTEE).staff
    client.force_login(leaver.user, "branch.accounts.backends.RoleBackend")
    desk = reverse("portal:desk")
    assert client.get(desk).status_code == 200

    record_leaving(leaver, left_on=today, on=today, version=1, by=secretary)

    assert client.get(desk).url == f"{reverse('login')}?next={desk}"


def test_roles_and_the_post_end_the_day_before(secretary, today):
    school_class = make_class()
    leaver = make_head(school_class, Role.COUNSELLOR)
    last_day = today - timedelta(1)

    record_leaving(leaver, left_on=today, on=today, version=1, by=secretary)

    assert leaver.user.grants.get().until_on == last_day
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


def test_what_began_on_the_day_of_the_leaving_never_held(secretary, today):
    leaver = make_staff()
    make_grant(leaver.user, Role.COMMITTEE, from_on=today)
    make_head(make_class(), staff=leaver, from_on=today)

    record_leaving(leaver, left_on=today, on=today, version=1, by=secretary)

    assert not leaver.user.grants.exists()
    assert not leaver.head_posts.exists()


@pytest.mark.usefixtures("the_day")
def test_who_leaves_and_returns_on_one_day_holds_nothing_of_before(secretary, today):
    leaver = make_head(make_class(), Role.COUNSELLOR)

    gone = record_leaving(leaver, left_on=today, on=today, version=1, by=secretary)
    record_return(gone, by=secretary)

    assert roles_of(User.objects.get(pk=leaver.user.pk)) == set()
    assert not leaver.head_posts.active_on(today).exists()


def test_a_leaving_is_not_recorded_before_its_day(secretary, today):
    staff = make_staff()

    with pytest.raises(ValidationError, match="到那一天再登记"):
        record_leaving(staff, left_on=today + timedelta(1), on=today, version=1, by=secretary)
