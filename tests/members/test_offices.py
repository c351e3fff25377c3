from datetime import date

import pytest
from django.core.exceptions import ValidationError

from branch.core.models import AuditEvent
from branch.members import actions
from branch.members.models import MemberStatus, Office
from branch.members.timeline import changes_of
from tests.factories import LONG_AGO, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make_user()


def test_a_seat_has_one_holder_on_a_day(by, today):
    first, second = make_member(), make_member()
    seat = Office.objects.create(member=first, kind="publicity", from_on=LONG_AGO)

    def take(from_on, version=1):
        return actions.appoint(
            second, kind="publicity", from_on=from_on, version=version, on=today, by=by
        )

    with pytest.raises(ValidationError, match="这个职务已有人担任"):
        take(today)
    actions.dismiss(seat, until_on=date(2026, 11, 1), on=today, by=by)
    with pytest.raises(ValidationError, match="担任到 2026-11-01"):
        take(date(2026, 11, 1))
    take(date(2026, 11, 2))

    assert Office.objects.active_on(today).get(kind="publicity").member == second


def test_a_probationary_member_is_not_appointed(by, today):
    member = make_member(status=MemberStatus.Kind.PROBATIONARY)

    with pytest.raises(ValidationError, match="不是本支部正式党员"):
        actions.appoint(member, kind="youth", from_on=today, version=1, on=today, by=by)

    assert not Office.objects.exists()


def test_an_election_ends_every_seat_and_begins_new_ones(by, today):
    old, stays, new = make_member(), make_member(), make_member()
    for member, kind in ((old, "discipline"), (stays, "secretary")):
        Office.objects.create(member=member, kind=kind, from_on=LONG_AGO)

    seats = {"secretary": stays, "organisation": new}
    actions.elect_committee(seats=seats, from_on=date(2026, 11, 20), on=today, by=by)

    assert AuditEvent.objects.filter(verb="office.ended", actor=by).count() == 2
    running = Office.objects.active_on(today)
    assert {(seat.kind, seat.member, seat.from_on) for seat in running} == {
        ("secretary", stays, date(2026, 11, 20)),
        ("organisation", new, date(2026, 11, 20)),
    }
    assert set(Office.objects.exclude(until_on=None).values_list("until_on", flat=True)) == {
        date(2026, 11, 19)
    }


def test_an_election_not_after_the_last_appointment_is_refused(by, today):
    member = make_member()
    Office.objects.create(member=member, kind="youth", from_on=date(2026, 11, 20))

    with pytest.raises(ValidationError, match="请核对选举日期"):
        actions.elect_committee(
            seats={"secretary": member}, from_on=date(2026, 11, 20), on=today, by=by
        )

    assert Office.objects.get().until_on is None


def test_a_reelection_is_one_change_in_the_timeline(by, today):
    member = make_member()
    Office.objects.create(member=member, kind="secretary", from_on=date(2023, 11, 20))
    actions.elect_committee(
        seats={"secretary": member}, from_on=date(2026, 11, 20), on=today, by=by
    )
    actions.dismiss(member.offices.get(until_on=None), until_on=today, on=today, by=by)

    shown = [change.title for change in changes_of(member) if "书记" in change.title]

    assert shown == ["担任书记到这一天", "连任书记", "任书记"]
