from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from branch.coverage.models import Excuse
from branch.members.models import Member, MemberStatus, Office, Standard
from tests.factories import LONG_AGO, make_member, make_user

pytestmark = pytest.mark.django_db
PROBATIONARY = MemberStatus.Kind.PROBATIONARY


def test_a_probationary_member_is_active_but_does_not_vote(today):
    full, probationary = make_member(), make_member(status=PROBATIONARY)

    assert set(Member.objects.active_on(today)) == {full, probationary}
    assert list(Member.objects.voting_on(today)) == [full]


def test_who_is_away_is_not_present_until_the_day_after(today):
    away, here = make_member(), make_member()
    Excuse.objects.create(
        subject_type="members.member",
        subject_id=away.pk,
        reason="支教",
        from_on=LONG_AGO,
        until_on=today,
        set_by=make_user(),
    )

    assert list(Member.objects.present_on(today)) == [here]
    assert set(Member.objects.present_on(today + timedelta(1))) == {away, here}


def test_an_office_has_one_holder_at_a_time():
    Office.objects.create(member=make_member(), kind="secretary", from_on=LONG_AGO)

    with pytest.raises(ValidationError, match="这个职务已有人担任"):
        Office(member=make_member(), kind="secretary", from_on=LONG_AGO).full_clean()


def test_three_of_six_standards_have_a_title():
    assert list(Standard.objects.values_list("title", flat=True)) == [
        "争当队伍领头羊",
        "争当岗位排头兵",
        "争当服务模范岗",
        "",
        "",
        "",
    ]
