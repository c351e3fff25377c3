"""党员班主任上岗学时 on the board and on the desk."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from branch.coverage.actions import record_excuse
from branch.coverage.status import Tally, count_unassigned, statuses
from branch.school.actions import record_leaving
from branch.walkins.duties import HeadTeachersHaveHours
from tests.activities.factories import at, make_planned
from tests.factories import make_class, make_head, make_staff
from tests.walkins.classes.heads import make_member_head, make_training, make_waiver

pytestmark = pytest.mark.django_db


def status_of(user, on):
    return statuses(user, on=on, only=[HeadTeachersHaveHours()])[0]


@pytest.fixture
def lacking():
    """The post of a member with four of six hours, in a class of 初二."""
    post = make_member_head(school_class=make_class(number=5))
    make_training(post.staff, psychology_hours=4)
    return post


def test_members_with_the_hours_have_met_it_and_others_are_not_bound(committee, lacking, today):
    make_training(make_member_head().staff)
    make_head(make_class())
    make_training(make_member_head(school_class=make_class(entry_year=2022)).staff)

    status = status_of(committee, today)

    assert (status.whole.met, status.whole.bound) == (1, 2)
    assert [gap.subject for gap in status.gaps] == [lacking]


def test_a_gap_says_what_is_there_and_leads_to_the_reason(committee, lacking, today):
    (gap,) = status_of(committee, today).gaps

    assert gap.title == f"{lacking.staff}的班主任上岗学时"
    assert gap.says == "现有 4，应有 6，还差 2。还没有写先上岗后补学的原因。"
    assert (gap.group, gap.since, gap.due_on) == ("初二（5）班", date(2026, 9, 1), None)
    assert (gap.button, gap.url) == ("写原因", f"/desk/head-teachers/{lacking.pk}/waiver/")
    assert gap.user_ids == {lacking.staff.user_id}


def test_a_waiver_meets_nothing_but_is_named(committee, lacking, today):
    make_waiver(lacking)

    status = status_of(committee, today)

    (gap,) = status.gaps
    assert status.whole.met == 0
    assert gap.says == "现有 4，应有 6，还差 2。先上岗后补学：至 12月31日。"
    assert (gap.button, gap.url) == ("查看学时", "/desk/head-teachers/?on=2026-11-24")
    assert gap.due_on == date(2026, 12, 31)


def test_after_its_day_it_is_asked_for_this_week(committee, lacking, today):
    make_waiver(lacking, make_up_by=date(2026, 10, 31))

    (gap,) = status_of(committee, today).gaps

    assert gap.says == "现有 4，应有 6，还差 2。先上岗后补学：至 10月31日。"
    assert gap.due_on == date(2026, 11, 29)


def test_the_next_training_is_named_which_any_member_may_attend(committee, lacking, today):
    make_waiver(lacking)
    make_planned("支委会", title="研究", psychology_hours=2, hours=2)
    make_planned("党课", title="谈谈倾听", psychology_hours=2, hours=2, starts_at=at(2026, 12, 4))
    make_planned("党课", title="没有心理学时", starts_at=at(2026, 11, 27))

    (gap,) = status_of(committee, today).gaps

    assert gap.line.endswith("至 12月31日。下一场：12月4日 谈谈倾听")


def test_a_head_teacher_sees_their_own_alone(committee, lacking, today):
    other = make_member_head()

    status = status_of(lacking.staff.user, today)

    (gap,) = status.own_gaps
    assert (status.whole.bound, status_of(committee, today).whole.bound) == (1, 2)
    assert gap.says == "现有 4，应有 6，还差 2。"
    assert gap.url == "/desk/head-teachers/?on=2026-11-24"
    assert status_of(other.staff.user, today).own_gaps[0].says == "现有 0，应有 6，还差 6。"


def test_colleagues_who_are_no_members_do_not_have_the_duty(lacking, head, counsellor, today):
    users = [head.user, counsellor, make_staff().user]

    assert [statuses(user, on=today, only=[HeadTeachersHaveHours()]) for user in users] == [[]] * 3


def test_the_committee_writes_reasons_and_sees_to_who_cannot_sign_in(committee, lacking, today):
    def waiting():
        found = count_unassigned([status_of(committee, today)])
        return found.get(HeadTeachersHaveHours.key, Tally()).open

    assert waiting() == 1
    make_waiver(lacking)
    assert waiting() == 0
    make_waiver(make_member_head(staff=make_staff(with_user=False)))
    assert waiting() == 1


def test_whoever_leaves_the_branch_or_the_school_is_not_bound(administrator, secretary, today):
    gone, transferred = make_member_head(), make_member_head()
    record_leaving(gone.staff, until_on=today - timedelta(1), version=1, on=today, by=administrator)
    transferred.staff.member.statuses.update(until_on=today - timedelta(1))

    found = [status_of(secretary, day).whole.bound for day in (today - timedelta(1), today)]

    assert found == [2, 0]


def test_a_past_day_has_its_own_members_hours_and_waivers(committee, lacking):
    make_waiver(lacking, recorded_on=date(2026, 10, 12))
    make_training(lacking.staff, psychology_hours=2, starts_at=at(2026, 11, 20))

    days = [date(2026, 8, 31), date(2026, 9, 1), date(2026, 10, 12), date(2026, 11, 20)]
    found = [status_of(committee, day) for day in days]

    assert [(status.whole.met, status.whole.bound) for status in found] == [
        (0, 0),
        (0, 1),
        (0, 1),
        (1, 1),
    ]
    says = [gap.says for status in found for gap in status.gaps]
    assert ["先上岗后补学：至" in text for text in says] == [False, True]


def test_an_excuse_from_it_is_kept(client, as_committee, the_day, lacking):
    address = reverse("coverage:excuse-create", args=[HeadTeachersHaveHours.key, lacking.pk])
    assert f"{lacking.staff}的班主任上岗学时" in client.get(address).text
    by = make_member_head("committee").staff.user
    record_excuse(
        duty_key=HeadTeachersHaveHours.key,
        subject=lacking,
        reason="产假",
        from_on=the_day,
        until_on=date(2027, 1, 29),
        by=by,
    )

    status = status_of(by, the_day)

    assert [gap.subject for gap, _ in status.excused] == [lacking]
    assert (status.whole.excused, status.whole.bound) == (1, 2)


def test_a_waiver_of_a_post_that_went_to_somebody_else_says_nothing(committee, lacking, today):
    make_waiver(lacking)
    lacking.staff = make_member_head().staff
    lacking.save()

    says = [gap.says for gap in status_of(committee, today).gaps]

    assert says == ["现有 0，应有 6，还差 6。还没有写先上岗后补学的原因。"] * 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(committee, today, django_assert_num_queries, count):
    for _ in range(count):
        make_waiver()
    assert status_of(committee, today).whole.open == count

    with django_assert_num_queries(2):
        assert len(status_of(committee, today).gaps) == count
