"""The people stored as expected at an activity stay the same after others join or change group."""

import pytest

from branch.activities import actions
from branch.members.models import PartyGroup
from tests.activities.factories import at
from tests.activities.test_actions import attendance_of, log, revise
from tests.factories import make_member, make_staff, make_user

pytestmark = pytest.mark.django_db


def _form_of(client, activity, user):
    client.force_login(user, "branch.accounts.backends.RoleBackend")
    return client.get(f"{activity.get_absolute_url()}edit/").context["form"]


def test_a_colleague_who_joined_later_is_not_on_an_old_roll():
    make_staff()
    activity = log("暑期教师培训")
    before = attendance_of(activity)
    make_staff()

    revise(activity, title="标题改一个字")

    assert attendance_of(activity) == before


def test_a_member_who_changed_group_stays_on_the_old_roll():
    ill = make_member()
    activity = log("党小组会", party_group=ill.group, absent={ill.staff.pk: "ill"})
    ill.group = PartyGroup.objects.create(name="第九党小组")
    ill.save()

    revise(activity, title="标题改一个字", absent={ill.staff.pk: "ill"})

    assert attendance_of(activity) == [(ill.staff, "excused", "ill", True)]


def test_the_form_shows_the_stored_roll(client, secretary):
    activity = log()
    written = {row.staff_id for row in activity.attendances.all()}
    make_member()

    form = _form_of(client, activity, secretary)

    assert {row.staff.pk for row in form.fields["absent"].awaited} == written


def test_a_correction_to_another_day_expects_the_people_of_that_day():
    make_member()
    activity = log()
    newcomer = make_member(since=at(2026, 11, 1).date())

    revise(activity, starts_at=at(2026, 11, 19))

    assert newcomer.staff in [staff for staff, *_ in attendance_of(activity)]


def test_a_planned_activity_expects_the_people_of_its_day():
    planned = actions.plan_activity(
        programme=log().programme,
        title="下一次",
        starts_at=at(2026, 12, 4),
        place="党员活动室",
        at=at(2026, 11, 24, 9),
        by=make_user(),
    )
    newcomer = make_member()

    held = actions.close_as_planned(
        planned, version=planned.version, at=at(2026, 12, 5), by=make_user()
    )

    assert newcomer.staff in [staff for staff, *_ in attendance_of(held)]
