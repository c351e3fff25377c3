from datetime import timedelta

import pytest

from branch.coverage.duty import Duty, Gap, statuses
from branch.coverage.models import Excuse
from branch.members.models import Member
from tests.factories import LONG_AGO, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def schooling():
    """A duty of the test's own: every member has said where they studied."""

    class Schooling(Duty):
        key, title, permission = "tests.schooling", "学历登记", "core.use_desk"

        def population(self, user, *, on):
            return Member.objects.active_on(on)

        def met(self, population, *, on):
            return population.exclude(education="")

        def gaps(self, population, *, on):
            for member in population.filter(education=""):
                yield Gap(member, member.joined_on, None, frozenset(), "/", "尚未登记")

    yield Schooling()
    del Duty.registry["tests.schooling"]


def _excuse(member, **fields):
    return Excuse.objects.create(
        **{
            "duty_key": "tests.schooling",
            "subject_type": "members.member",
            "subject_id": member.pk,
            "reason": "支教",
            "from_on": LONG_AGO,
            "set_by": make_user(),
            **fields,
        }
    )


def _status(duty, user, today):
    (status,) = statuses(user, on=today, only=[duty])
    return status


def test_everyone_is_met_excused_or_a_gap_and_only_one_of_them(schooling, secretary, today):
    make_member(education="本科")
    away, waiting = make_member(), make_member()
    _excuse(away)

    status = _status(schooling, secretary, today)

    own = Member.objects.get(staff__user=secretary)
    assert status.met_count == 1
    assert [gap.subject for gap, _ in status.excused] == [away]
    assert {gap.subject for gap in status.gaps} == {waiting, own}
    assert status.total_count == Member.objects.count()


def test_an_excuse_holds_to_its_last_day(schooling, secretary, today):
    away = make_member()
    _excuse(away, until_on=today)

    excused = [
        [gap.subject for gap, _ in _status(schooling, secretary, day).excused]
        for day in (today, today + timedelta(1))
    ]

    assert excused == [[away], []]


def test_a_standing_excuse_counts_for_every_duty_and_another_duty_s_for_none(
    schooling, secretary, today
):
    away, elsewhere = make_member(), make_member()
    _excuse(away, duty_key="")
    _excuse(elsewhere, duty_key="tests.other")

    status = _status(schooling, secretary, today)

    assert [gap.subject for gap, _ in status.excused] == [away]


def test_who_meets_a_duty_needs_no_excuse(schooling, secretary, today):
    _excuse(make_member(education="本科"))

    assert _status(schooling, secretary, today).excused == []


def test_a_duty_is_not_told_to_who_may_not_ask(schooling, today):
    make_member()

    assert statuses(make_user(), on=today, only=[schooling]) == []
