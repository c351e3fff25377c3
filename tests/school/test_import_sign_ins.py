"""What a roster does to the sign-ins of those it names: the name and the telephone follow, one door a person."""

import pytest
from django.utils import timezone

from branch.accounts.models import User
from branch.school.models import Staff
from tests.conftest import TODAY
from tests.factories import make_staff
from tests.spreadsheets import bring, csv_file

pytestmark = pytest.mark.django_db
TITLES = ("工号", "姓名", "手机")


def roster(*rows):
    return csv_file([TITLES, *rows])


def arrives(content):
    bring("staff", content, on=TODAY, at=timezone.now(), name="名册.csv")


def phones():
    return dict(User.objects.exclude(staff=None).values_list("staff__number", "phone"))


@pytest.fixture
def two():
    return make_staff(number="T1", name="汤可"), make_staff(number="T2", name="汤行")


def test_the_sign_in_follows_the_roster(two):
    arrives(roster(("T1", "汤可儿", "13800000001")))

    user = Staff.objects.get(number="T1").user
    assert (user.name, user.phone) == ("汤可儿", "13800000001")


def test_two_colleagues_with_one_telephone_do_not_share_a_door(two):
    arrives(roster(("T1", "汤可", "13800000001"), ("T2", "汤行", "13800000001")))

    assert phones() == {"T1": "13800000001", "T2": ""}


def test_telephones_given_to_each_other_wait_until_the_next_time(two):
    first = roster(("T1", "汤可", "13800000001"), ("T2", "汤行", "13800000002"))
    swapped = roster(("T1", "汤可", "13800000002"), ("T2", "汤行", "13800000001"))
    arrives(first)

    arrives(swapped)
    between = phones()
    arrives(swapped)

    assert between == {"T1": "", "T2": ""}
    assert phones() == {"T1": "13800000002", "T2": "13800000001"}


def test_a_closed_account_stays_as_it_was_closed(two):
    User.objects.filter(staff__number="T1").update(is_active=False)

    arrives(roster(("T1", "汤可", "13800000001")))

    assert phones()["T1"] == ""
