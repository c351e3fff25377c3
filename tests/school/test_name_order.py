"""Lists of people by name compare syllable with syllable: 范 fan before 方 fang."""

import pytest
from django.urls import reverse

from branch.school.forms import offer_of_staff
from branch.school.models import Staff, Student
from branch.school.names import PLACE_LENGTH, keys_of, stored_keys
from branch.walkins.classes.models import pairs_of
from branch.walkins.models import FamilyPairing
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_family_pairing,
    make_member,
    make_pairing,
    make_staff,
    make_student,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
# written together, fanglan would be before fanzheng, and linhe before liwen
IN_ORDER = ["范正", "方岚", "李文", "林禾", "欧阳雪", "欧一", "曾小明"]
MIXED = ["方岚", "林禾", "曾小明", "欧一", "范正", "欧阳雪", "李文"]


def names(rows):
    return [str(row) for row in rows]


def test_short_given_names_come_before_longer_ones():
    assert sorted(["李明明", "李明", "李敏"], key=stored_keys) == ["李敏", "李明", "李明明"]
    assert stored_keys("曾小明") == "zeng0xiao0ming00" + keys_of("曾小明")


def test_the_place_of_a_long_name_is_cut():
    name = "双庄窗" * 10
    assert len(stored_keys(name)) == PLACE_LENGTH + len(keys_of(name))


@pytest.fixture
def listed():
    """A class whose pupils are out of order."""
    school_class = make_class()
    for name in MIXED:
        make_student(school_class, name=name)
    return school_class


def test_the_roll_of_a_class_and_the_list_of_consents(client, as_committee, listed):
    roll = client.get(reverse("walkins:class-detail", args=[listed.pk])).context["pupils"]
    consents = client.get(reverse("school:consent-update", args=[listed.pk])).content.decode()

    assert names(roll) == IN_ORDER
    assert sorted(IN_ORDER, key=consents.index) == IN_ORDER


def test_people_found_and_colleagues_offered(committee):
    for name in MIXED:
        make_staff(name=name)
    rows = Staff.objects.filter(name__in=MIXED)

    offer = offer_of_staff(rows, scope="session", user=committee, on=TODAY)

    assert names(offer.rows) == IN_ORDER
    assert names(Staff.objects.matching("fan").nearest_first()) == ["范正", "方岚"]
    assert names(Staff.objects.matching("ouy").nearest_first()) == ["欧阳雪", "欧一"]


def test_ones_pairings_in_a_class_and_the_pairings_of_families(listed, committee):
    member = make_member()
    for student in Student.objects.all():
        make_pairing(student=student, member=member)
    for name in MIXED:
        make_family_pairing(member=make_member(staff=make_staff(name=name)))

    pupils, _ = pairs_of(listed, member.staff.user, on=TODAY)

    assert [str(pairing.student) for pairing in pupils] == IN_ORDER
    rows = FamilyPairing.objects.as_listed_on(TODAY, committee)
    assert [str(row.member) for row in rows] == IN_ORDER
