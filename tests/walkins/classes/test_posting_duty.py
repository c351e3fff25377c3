"""党员联系班级: each class in school has a member beside it who is here."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from branch.coverage.models import Excuse
from branch.coverage.status import statuses
from branch.walkins.duties import EveryClassIsLinked
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_head,
    make_member,
    make_posting,
    make_staff,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day", "term")]
DAY = timedelta(days=1)


def status_of(user):
    (status,) = statuses(user, on=TODAY, only=[EveryClassIsLinked()])
    return status


def test_a_class_without_a_member_is_a_gap_that_leads_to_the_form(committee):
    school_class = make_class(number=3)
    make_class(entry_year=2023)
    make_posting()

    status = status_of(committee)

    assert (status.whole.met, status.whole.open) == (1, 1)
    (gap,) = status.gaps
    assert (gap.title, gap.group, gap.user_ids) == (
        "为初二（3）班安排联系党员",
        "初二（3）班",
        frozenset(),
    )
    assert gap.url == f"{reverse('walkins:classposting-create')}?school_class={school_class.pk}"


@pytest.mark.parametrize(
    "days",
    [
        {"from_on": TODAY + DAY},
        {"until_on": TODAY - DAY},
        {"is_void": True},
    ],
)
def test_a_posting_of_other_days_does_not_count(committee, days):
    make_posting(**days)

    assert [status_of(committee).whole.met] == [0]


def test_a_member_who_left_does_not_count_and_one_beside_them_does(committee):
    gone = make_member(staff=make_staff(until_on=date(2026, 11, 1)))
    posting = make_posting(member=gone)
    assert status_of(committee).whole.open == 1

    make_posting(school_class=posting.school_class)

    assert (status_of(committee).whole.met, status_of(committee).whole.open) == (1, 0)


def test_a_posting_that_ends_today_holds_today(committee):
    make_posting(until_on=TODAY, is_ended=True)

    assert status_of(committee).whole.met == 1


def test_a_class_may_be_excused(committee):
    school_class = make_class()
    Excuse.objects.create(
        duty_key=EveryClassIsLinked.key,
        subject_type="school.schoolclass",
        subject_id=school_class.pk,
        reason="合班",
        from_on=TODAY,
        set_by=make_user(),
    )

    whole = status_of(committee).whole
    assert (whole.met, whole.excused, whole.open) == (0, 1, 0)


def test_it_is_the_committee_s(client, committee):
    posting = make_posting()
    head = make_head(posting.school_class)

    readers = (committee, head.user, posting.member.staff.user)
    found = [statuses(user, on=TODAY, only=[EveryClassIsLinked()]) for user in readers]
    assert [len(rows) for rows in found] == [1, 0, 0]


def test_the_board_lists_it_and_the_desk_asks_for_it(as_committee):
    make_class(number=3)

    board = as_committee.get(reverse("coverage:board"), {"duty": EveryClassIsLinked.key}).text
    desk = as_committee.get(reverse("portal:desk")).text

    assert "为初二（3）班安排联系党员" in board
    assert "党员联系班级" in board
    assert "1 个班还没有联系党员" in desk
