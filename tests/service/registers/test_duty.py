"""居住地报到, the duty: of any day, with excuses, and who is asked."""

from datetime import date, timedelta

import pytest

from branch.coverage.duty import EXCUSED, MET, OPEN
from branch.coverage.models import Excuse
from branch.coverage.status import statuses
from branch.service.registers.duties import EveryMemberRegisters
from tests.conftest import TODAY
from tests.factories import make_member
from tests.service.registers.rows import make_registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
AUTUMN = date(2026, 9, 26)


def standing(on=TODAY):
    duty = EveryMemberRegisters.of(EveryMemberRegisters.key)
    rows = duty.with_standing(duty.bound(on=on), on=on)
    return {row.pk: row.standing for row in rows}


def test_a_registration_holds_from_its_day_on(member):
    make_registration(member, from_on=AUTUMN)

    assert standing(AUTUMN - timedelta(days=1)) == {member.pk: OPEN}
    assert standing(AUTUMN) == standing(TODAY) == {member.pk: MET}


def test_a_day_between_two_registrations_is_a_gap(member):
    make_registration(member, from_on=AUTUMN, until_on=date(2026, 10, 31))
    make_registration(member, from_on=date(2026, 11, 9))

    assert standing(date(2026, 10, 31))[member.pk] == MET
    assert standing(date(2026, 11, 8))[member.pk] == OPEN
    assert standing(date(2026, 11, 9))[member.pk] == MET


def test_who_is_away_is_excused_and_who_left_is_not_bound(member, secretary):
    gone = make_member()
    gone.staff.until_on = AUTUMN
    gone.staff.save()
    facts = {"subject_type": "members.member", "subject_id": member.pk, "set_by": secretary}
    Excuse.objects.create(duty_key="", reason="支教", from_on=AUTUMN, **facts)
    make_registration(secretary.staff.member)

    assert standing() == {member.pk: EXCUSED, secretary.staff.member.pk: MET}


def test_a_member_is_asked_for_their_own_alone(member, secretary):
    make_registration(secretary.staff.member)
    user = member.staff.user

    (status,) = [
        one for one in statuses(user, on=TODAY, today=TODAY) if one.duty.key == "service.registered"
    ]
    (gap,) = status.own_gaps
    assert gap.user_ids == {user.pk}
    assert gap.url.endswith(f"/residence/members/{member.pk}/edit/")
    assert "晚" not in gap.says + gap.title
