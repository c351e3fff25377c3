from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from branch.accounts.models import Role
from branch.core.models import AuditEvent
from branch.school.actions import record_leaving
from tests.factories import make_class, make_head, make_member, make_staff

pytestmark = pytest.mark.django_db


def test_who_leaves_is_signed_out_at_the_next_request(client, secretary, today):
    leaver = make_member(Role.COMMITTEE).staff
    client.force_login(leaver.user, "branch.accounts.backends.RoleBackend")
    desk = reverse("portal:desk")
    assert client.get(desk).status_code == 200

    record_leaving(leaver, left_on=today, on=today, version=1, by=secretary)

    assert client.get(desk).url == f"{reverse('login')}?next={desk}"


def test_roles_and_the_post_end_with_the_day(secretary, today):
    school_class = make_class()
    leaver = make_head(school_class, Role.COUNSELLOR)

    record_leaving(leaver, left_on=today, on=today, version=1, by=secretary)

    assert leaver.user.grants.get().until_on == today
    assert leaver.head_posts.get().until_on == today
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {
        "staff.left",
        "user.closed",
        "user.sessions_ended",
    }


def test_a_leaving_is_not_recorded_before_its_day(secretary, today):
    staff = make_staff()

    with pytest.raises(ValidationError, match="到那一天再登记"):
        record_leaving(staff, left_on=today + timedelta(1), on=today, version=1, by=secretary)
