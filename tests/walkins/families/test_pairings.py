"""Pairings with families: consent, who sees them, the duty about them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from branch.core.consequences import follows
from branch.core.models import AccessRecord
from branch.coverage.status import statuses
from branch.walkins.actions import end_family_pairing, start_family_pairing
from branch.walkins.duties import EveryHardshipFamilyIsPaired
from branch.walkins.models import FamilyPairing
from tests.factories import (
    make_class,
    make_family_pairing,
    make_guardian,
    make_hardship,
    make_head,
    make_member,
    make_staff,
    make_student,
)
from tests.walkins.pages import filled

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
NEW = reverse("walkins:familypairing-create")


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


def start(family, member, by, **facts):
    days = {"started_on": TODAY, "agreed_on": TODAY, "agreed_by": "mother", **facts}
    return start_family_pairing(family=family, member=member, on=TODAY, by=by, **days)


def gaps(user):
    """The families that wait, as the user sees them."""
    (status,) = statuses(user, on=TODAY, only=[EveryHardshipFamilyIsPaired()])
    return status.gaps


def refusal_of(call, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        call(*args, **kwargs)
    return refusal.value.message_dict


def test_a_family_is_paired_once_it_agreed(secretary):
    family, member = make_hardship().student.family, make_member()
    assert refusal_of(start, family, member, secretary, started_on=date(2026, 11, 20)) == {
        "started_on": ["都同意以后才开始：最后一个同意的日期是 2026-11-24，请填这一天或以后。"]
    }
    assert start(family, member, secretary).is_active
    assert refusal_of(start, family, member, secretary) == {"__all__": ["该党员已与这个家庭结对。"]}


def test_only_a_family_of_the_list_is_paired(secretary):
    last_year = make_hardship(first_year=2025).student.family
    assert list(refusal_of(start, last_year, make_member(), secretary)) == ["family"]


def test_nobody_is_paired_with_the_own_family(secretary):
    student, member = make_hardship().student, make_member()
    make_guardian(student, staff=member.staff)
    says = "这是该党员自己的家庭，请另选一名党员。"
    assert refusal_of(start, student.family, member, secretary) == {"family": [says]}


def test_a_pairing_entered_by_mistake_is_void(secretary):
    pairing = make_family_pairing()
    end_family_pairing(pairing, on=TODAY, reason="mistaken", version=1, by=secretary)
    assert not FamilyPairing.objects.exists()


def test_the_form_pairs_a_family_of_the_list(client, secretary):
    student = make_hardship(make_student(make_class(), name="张晓雨")).student
    member = make_member()
    client.force_login(secretary)
    form = filled(client, f"{NEW}?family={student.family_id}")
    sent = {"member": member.pk, "agreed_on": "2026-11-23", "agreed_by": "father"}
    page = client.post(NEW, form | sent, follow=True)
    pairing = FamilyPairing.objects.get()
    assert (pairing.family, pairing.member) == (student.family, member)
    assert "父亲，2026-11-23" in page.text


def test_the_member_meets_the_family_without_its_address(client):
    student = make_hardship(make_student(make_class(), name="张晓雨")).student
    student.family.address = "春晖路 12 号"
    student.family.save()
    make_guardian(student, phone="13800000017")
    pairing = make_family_pairing(family=student.family)
    client.force_login(pairing.member.staff.user)
    page = client.get(pairing.get_absolute_url())
    shown = [text in page.text for text in ("张晓雨家", "138****0017", "春晖路", "13800000017")]
    assert shown == [True, True, False, False]
    page = client.post(reverse("walkins:familypairing-phone", args=[pairing.pk]))
    assert "13800000017" in page.text
    assert AccessRecord.objects.first().action == "reveal"


def test_an_ended_pairing_closes_the_family_to_its_member(client):
    pairing = make_family_pairing(until_on=date(2026, 11, 23), end_reason="other")
    client.force_login(pairing.member.staff.user)
    answers = [
        client.get(pairing.get_absolute_url()).status_code,
        client.post(reverse("walkins:familypairing-phone", args=[pairing.pk])).status_code,
    ]
    assert answers == [404, 404]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many(client, secretary, count, django_assert_num_queries):
    for _ in range(count):
        make_family_pairing(family=make_hardship(make_student(make_class())).student.family)
    client.force_login(secretary)
    address = reverse("walkins:familypairing-list")
    client.get(address)
    with django_assert_num_queries(8):
        page = client.get(address)
    assert page.text.count("gq-num") == 2 * count


def test_a_hardship_family_without_a_pairing_is_a_gap_for_the_committee_and_the_class(secretary):
    school_class = make_class()
    head = make_head(school_class)
    waiting = make_hardship(make_student(school_class, name="张晓雨")).student
    make_family_pairing()
    found = {
        who: [gap.title for gap in gaps(user)]
        for who, user in (
            ("committee", secretary),
            ("head", head.user),
            ("stranger", make_head(make_class()).user),
        )
    }
    says = [f"为{waiting}家安排结对党员"]
    assert found == {"committee": says, "head": says, "stranger": []}


def test_a_member_who_left_leaves_the_family_waiting(secretary):
    pairing = make_family_pairing(member=make_member(staff=make_staff(until_on=date(2026, 11, 1))))
    (gap,) = gaps(secretary)
    assert gap.subject == pairing.family


def test_what_becomes_of_families_is_said_before_a_member_goes(secretary, administrator):
    child = make_hardship(make_student(make_class(), name="张晓雨")).student
    pairing = make_family_pairing(family=child.family)
    member = pairing.member
    said = {
        step: [row.says for row in follows(step, about, on=TODAY, by=by)]
        for step, about, by in (
            ("members.release", member, secretary),
            ("school.staff_leave", member.staff, administrator),
        )
    }
    assert said["members.release"][-1] == "结对的张晓雨家回到待结对，请办理交接"
    assert said["school.staff_leave"][-1] == "结对的 1 个家庭回到待结对，请支委办理交接"
