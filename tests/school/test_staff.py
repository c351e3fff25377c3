"""Correcting colleagues, their return, and the sign-in that follows the row."""

import pytest
from django.core.exceptions import ValidationError

from branch.accounts.models import Role
from branch.core.models import AuditEvent, SiteProfile
from branch.school.actions import record_leaving, record_return, revise_staff
from tests.factories import make_staff, make_user

pytestmark = pytest.mark.django_db


def revised(staff, by, **fields):
    names = ("number", "name", "gender", "phone", "title", "remark")
    return revise_staff(
        staff, version=1, by=by, **{name: getattr(staff, name) for name in names} | fields
    )


def sign_in_of(staff):
    staff.user.refresh_from_db()
    return staff.user.username, staff.user.name, staff.user.phone


def test_the_sign_in_follows_the_row(administrator):
    staff = make_staff()

    revised(staff, administrator, number="T7", name="秦立言", phone="13800000007")

    assert sign_in_of(staff) == ("T7", "秦立言", "13800000007")
    assert AuditEvent.objects.get().says == "工号、姓名、手机"


@pytest.mark.parametrize(("column", "renews"), [("name", True), ("title", False)])
def test_a_changed_name_renews_the_public_stamp(administrator, column, renews):
    before = SiteProfile.current().public_stamp

    revised(make_staff(), administrator, **{column: "秦立言"})

    assert (SiteProfile.current().public_stamp > before) is renews


def test_a_sign_in_of_another_name_keeps_it_when_the_number_stays(administrator):
    staff = make_staff(user=make_user(username="head", name="韩若溪"), name="韩若溪")

    revised(staff, administrator, phone="13800000007")

    assert sign_in_of(staff) == ("head", "韩若溪", "13800000007")


def test_a_telephone_of_another_sign_in_is_left_out(administrator):
    make_user(phone="13800000007")
    staff = make_staff()

    revised(staff, administrator, phone="13800000007")

    assert sign_in_of(staff)[2] == ""
    staff.refresh_from_db()
    assert staff.phone == "13800000007"


def test_a_number_of_another_sign_in_is_refused(administrator):
    make_user(username="T7")
    staff = make_staff()

    with pytest.raises(ValidationError) as refusal:
        revised(staff, administrator, number="T7")

    assert refusal.value.message_dict == {"number": ["这个工号已有账号。"]}


def test_who_returns_may_sign_in_but_has_no_role(administrator, today):
    staff = make_staff(Role.COMMITTEE)
    staff = record_leaving(staff, until_on=today, on=today, version=1, by=administrator)

    record_return(staff, on=today, by=administrator)

    staff.refresh_from_db()
    assert staff.until_on is None
    assert staff.user.is_active
    assert staff.user.grants.get().until_on == today


def test_a_return_of_who_has_not_left_is_refused(administrator, today):
    with pytest.raises(ValidationError, match="现在就在校"):
        record_return(make_staff(), on=today, by=administrator)
