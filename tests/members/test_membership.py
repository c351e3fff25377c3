"""Memberships: admission, probation, groups, absences and transfer."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from branch.core.models import AuditEvent, Stale
from branch.coverage.models import Excuse
from branch.members import actions
from branch.members.models import FlagPage, Member, MemberStatus, Office, PartyGroup
from branch.members.timeline import changes_of
from tests.factories import LONG_AGO, make_flag_page, make_member, make_staff, make_user

pytestmark = pytest.mark.django_db
PROBATIONARY, FULL = MemberStatus.Kind.PROBATIONARY, MemberStatus.Kind.FULL
VOTED = date(2025, 11, 20)


@pytest.fixture
def by():
    return make_user()


@pytest.fixture
def probationer():
    """A year of probation that ended on 2026-11-20."""
    return make_member(status=PROBATIONARY, since=VOTED, joined_on=VOTED)


def admit(staff, by, **fields):
    group, _ = PartyGroup.objects.get_or_create(name="第二党小组")
    defaults = {
        "staff": staff,
        "group": group,
        "kind": FULL,
        "joined_on": date(2010, 7, 1),
        "from_on": date(2026, 11, 2),
        "on": date(2026, 11, 24),
        "by": by,
    }
    return actions.admit_member(**defaults | fields)


def titles(member):
    return [(change.day, change.title) for change in changes_of(member)]


def test_who_is_transferred_in_is_active_from_that_day_and_has_strokes(by):
    member = admit(make_staff(name="周文静"), by)

    assert list(Member.objects.active_on(date(2026, 11, 2))) == [member]
    assert list(Member.objects.active_on(date(2026, 11, 1))) == []
    assert member.surname_strokes == 8
    assert titles(member) == [(date(2026, 11, 2), "正式党员，编入本支部")]
    assert AuditEvent.objects.get(verb="member.admitted").actor == by


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"from_on": date(2026, 11, 25)}, "日期不能晚于今天"),
        ({"from_on": date(2010, 6, 30)}, "不能早于入党时间"),
        ({"regularised_on": date(2010, 7, 1)}, "转正时间要晚于入党时间"),
    ],
)
def test_days_out_of_order_are_refused(by, fields, message):
    with pytest.raises(ValidationError, match=message):
        admit(make_staff(), by, **fields)

    assert not Member.objects.exists()


def test_a_member_is_not_admitted_twice_but_who_left_may_return(by, today):
    member = make_member()
    with pytest.raises(ValidationError, match="已是本支部党员"):
        admit(member.staff, by)
    actions.release_member(member, until_on=date(2026, 6, 30), version=1, on=today, by=by)

    back = admit(member.staff, by)

    assert back == member
    assert not Member.objects.active_on(date(2026, 8, 1)).exists()
    shown = [title for _, title in titles(back)]
    assert shown[:3] == ["正式党员，编入本支部", "调整党小组", "离开本支部"]


def test_full_membership_begins_on_the_day_probation_ends(probationer, by, today):
    full_on = date(2026, 11, 20)
    actions.regularise(probationer, full_on=full_on, version=1, on=today, by=by)

    spans = list(
        probationer.statuses.order_by("from_on").values_list("kind", "from_on", "until_on")
    )
    assert spans == [(PROBATIONARY, VOTED, date(2026, 11, 19)), (FULL, full_on, None)]
    assert Member.objects.get().regularised_on == full_on
    assert titles(probationer) == [(full_on, "转为正式党员"), (VOTED, "接收为预备党员")]


@pytest.mark.parametrize(
    ("full_on", "message"),
    [
        (date(2026, 11, 19), "预备期到 2026-11-20 才满"),
        (date(2026, 11, 25), "日期不能晚于今天"),
    ],
)
def test_regularising_early_or_on_a_later_day_is_refused(probationer, by, today, full_on, message):
    with pytest.raises(ValidationError, match=message):
        actions.regularise(probationer, full_on=full_on, version=1, on=today, by=by)

    assert probationer.statuses.get().kind == PROBATIONARY


def test_a_year_from_a_leap_day_ends_with_february():
    member = make_member(status=PROBATIONARY, joined_on=date(2024, 2, 29))

    assert member.statuses.get().probation_ends_on(months=12) == date(2025, 2, 28)


def test_probation_is_extended_once_by_half_a_year_to_a_year(probationer, by, today):
    def extend(months, version):
        return actions.extend_probation(
            probationer, decided_on=today, months=months, version=version, on=today, by=by
        )

    for months in (5, 13):
        with pytest.raises(ValidationError, match="延长 6 到 12 个月"):
            extend(months, 1)
    extend(6, 1)
    with pytest.raises(ValidationError, match="已经延长过一次"):
        extend(6, 2)

    assert probationer.statuses.get().extended_until == date(2027, 5, 20)
    with pytest.raises(ValidationError, match="预备期到 2027-05-20 才满"):
        actions.regularise(probationer, full_on=today, version=2, on=today, by=by)


def test_a_full_member_has_no_probation_to_extend(by, today):
    with pytest.raises(ValidationError, match="已经转正"):
        actions.extend_probation(
            make_member(), decided_on=today, months=6, version=1, on=today, by=by
        )


def test_a_transfer_ends_offices_and_takes_the_public_page_down(by, today):
    member = make_flag_page().member
    Office.objects.create(member=member, kind="youth", from_on=LONG_AGO)

    actions.release_member(member, until_on=today, version=1, on=today, by=by)

    assert member.offices.get().until_on == today
    page = FlagPage.objects.get()
    assert (page.state, page.consented_at) == (FlagPage.State.DRAFT, None)


def test_the_timeline_shows_a_move_to_another_group(by, today):
    member, group = make_member(), PartyGroup.objects.create(name="第三党小组")

    actions.regroup_member(member, group=group, version=1, on=today, by=by)
    with pytest.raises(ValidationError, match="已在这个党小组"):
        actions.regroup_member(member, group=group, version=2, on=today, by=by)

    change = changes_of(Member.objects.get())[0]
    assert (change.title, change.text) == ("调整党小组", "由第一党小组调到第三党小组")


def group_on(member, day):
    return Member.objects.with_group_on(day).get(pk=member.pk).group_name


def test_the_group_of_an_earlier_day_is_the_former_one(by, today):
    """The member is moved twice on one day: the group in between was a mistake."""
    member, yesterday = make_member(), today - timedelta(days=1)
    second, third = (PartyGroup.objects.create(name=name) for name in ("第二党小组", "第三党小组"))

    member = actions.regroup_member(member, group=second, version=1, on=today, by=by)
    actions.regroup_member(member, group=third, version=2, on=today, by=by)

    assert group_on(member, yesterday) == "第一党小组"
    assert group_on(member, today) == "第三党小组"


def test_the_roll_of_an_earlier_day_is_in_the_order_of_its_groups(by, today):
    first, second, last = (PartyGroup.objects.create(name=f"{n}组", order=n) for n in (7, 8, 9))
    moved, stays = make_member(group=first), make_member(group=second)

    actions.regroup_member(moved, group=last, version=1, on=today, by=by)

    days = (today - timedelta(days=1), today)
    orders = [list(Member.objects.as_listed_on(day).in_roster_order()) for day in days]
    assert orders == [[moved, stays], [stays, moved]]


def test_the_second_of_two_writers_is_refused(by):
    member = make_member()
    actions.revise_member(member, education="本科", version=1, by=by)

    with pytest.raises(Stale):
        actions.revise_member(member, education="大专", version=1, by=by)

    assert Member.objects.get().education == "本科"


def test_who_is_away_is_not_present_and_the_timeline_has_the_reason(by, today):
    member = make_member()

    actions.send_away(
        member, reason="支教", from_on=today, until_on=date(2027, 7, 10), version=1, by=by
    )

    assert not Member.objects.present_on(today).exists()
    assert changes_of(member)[0].title == "外出：支教"
    listed = Member.objects.as_listed_on(today).get()
    assert listed.where == "外出至 2027-07-10"


@pytest.mark.parametrize("until_on", [date(2026, 11, 1), date(2026, 11, 23)])
def test_an_absence_that_ends_before_it_begins_is_refused(by, today, until_on):
    with pytest.raises(ValidationError, match="外出最后一天不能早于外出日期"):
        actions.send_away(
            make_member(), reason="支教", from_on=today, until_on=until_on, version=1, by=by
        )

    assert not Excuse.objects.exists()


def test_who_returns_keeps_the_day_of_full_membership_and_the_strokes(by, today):
    member = make_member(regularised_on=date(2021, 9, 1), surname_strokes=12)
    actions.release_member(member, until_on=date(2026, 6, 30), version=1, on=today, by=by)

    back = admit(member.staff, by)

    assert (back.regularised_on, back.surname_strokes) == (date(2021, 9, 1), 12)


def test_a_probationary_member_with_a_day_of_full_membership_is_refused(by):
    with pytest.raises(ValidationError, match="预备党员还没有转正"):
        admit(make_staff(), by, kind=PROBATIONARY, regularised_on=date(2011, 7, 1))

    assert not Member.objects.exists()


def test_the_end_of_a_seat_with_the_membership_is_audited(by, today):
    seat = Office.objects.create(member=make_member(), kind="youth", from_on=LONG_AGO)

    actions.release_member(seat.member, until_on=today, version=1, on=today, by=by)

    assert AuditEvent.objects.get(verb="office.ended").target_id == str(seat.pk)


def test_who_is_not_away_cannot_come_back(by, today):
    with pytest.raises(ValidationError, match="现在没有登记外出。"):
        actions.bring_back(make_member(), on=today, by=by)


def test_a_returning_member_was_in_the_group_of_then(by, today):
    member = make_member(joined_on=date(2010, 7, 1))
    then = date(2026, 10, 15)
    group = member.group.name
    released = {"until_on": date(2026, 10, 31), "version": member.version, "on": today, "by": by}
    actions.release_member(member, **released)

    admit(member.staff, by)

    names = [Member.objects.with_group_on(day).get().group_name for day in (then, today)]
    assert names == [group, "第二党小组"]
