"""Hours of service: confirmed once, added later by one and seen by a second, and told in a statement."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from branch.accounts.models import Role
from branch.activities import actions
from branch.activities.chores import ForgetTries
from branch.activities.models import Registration, ServiceStatement, StatementTry
from branch.core.refusals import RowsRefused
from tests.activities.factories import at
from tests.activities.openings import AFTER, OPEN, make_event, make_opening, take, take_pupil
from tests.factories import make_member, make_staff, make_student

pytestmark = pytest.mark.django_db
TWO = Decimal(2)


@pytest.fixture
def event():
    return make_opening(places=[3, 2])


@pytest.fixture
def second():
    return make_member(Role.COMMITTEE).staff.user


def confirm(event, by, *, at=AFTER, version=1, **facts):
    rows = [
        (row, {"hours": row.hours or TWO, "is_absent": row.is_absent})
        for row in Registration.objects.placed().of_staff().order_by("pk")
    ]
    return actions.confirm_hours(event, rows=rows, version=version, at=at, by=by, **facts)


def late(event, by, staff=None, hours=TWO):
    facts = {"staff": staff or make_staff(), "slot": event.slots.first(), "hours": hours}
    return actions.add_late(event, at=AFTER, by=by, **facts)


def test_the_planned_hours_stand_and_the_activity_is_closed(event, committee):
    row = take(event.slots.first())
    absent = take(event.slots.first(), is_absent=True)
    confirm(event, committee, served_count=63)
    row.refresh_from_db()
    absent.refresh_from_db()
    event.refresh_from_db()
    assert (row.hours, row.confirmed_by, row.is_confirmed) == (TWO, committee.staff, True)
    assert (absent.hours, absent.is_confirmed) == (None, False)
    assert (event.served_count, event.confirmed_on) == (63, AFTER.date())
    assert event.activity.is_done


def test_hours_are_not_confirmed_before_the_event(event, committee):
    with pytest.raises(ValidationError, match="还没有开始"):
        confirm(event, committee, at=OPEN)


def test_the_own_hours_of_who_confirms_wait_for_another(event, committee, second):
    row = take(event.slots.first(), committee.staff)
    confirm(event, committee)
    assert list(Registration.objects.proposed()) == [row]
    assert not Registration.objects.confirmable_by(committee).exists()
    assert list(Registration.objects.confirmable_by(second)) == [row]
    actions.confirm_proposal(row, at=AFTER, by=second)
    row.refresh_from_db()
    assert (row.confirmed_by, row.is_confirmed) == (second.staff, True)


def test_hours_that_another_confirmed_stay_when_the_list_is_put_right(event, committee, second):
    row, other = take(event.slots.first(), committee.staff), take(event.slots.first())
    confirm(event, committee)
    actions.confirm_proposal(row, at=AFTER, by=second)
    Registration.objects.filter(pk=other.pk).update(hours=1)
    confirm(event, committee, version=2)
    row.refresh_from_db()
    assert (row.hours, row.confirmed_by) == (TWO, second.staff)
    Registration.objects.filter(pk=row.pk).update(hours=1)
    rows = [(row, {"hours": TWO, "is_absent": False})]
    actions.confirm_hours(event, rows=rows, version=3, at=AFTER, by=committee)
    row.refresh_from_db()
    assert row.confirmed_by is None


def test_what_one_adds_later_another_confirms(event, committee, second):
    row = late(event, committee)
    assert not row.is_confirmed
    with pytest.raises(ValidationError, match="事后补登的时长由另一个人确认。"):
        actions.confirm_proposal(row, at=AFTER, by=committee)
    actions.confirm_proposal(row, at=AFTER, by=second)
    with pytest.raises(ValidationError, match="已经有人确认过"):
        actions.refuse_proposal(row, by=second)


def test_what_is_refused_counts_for_nothing_and_may_be_added_again(event, committee, second):
    staff = make_staff()
    row = late(event, committee, staff)
    actions.refuse_proposal(row, by=second)
    assert not Registration.objects.standing().exists()
    assert late(event, committee, staff).number == 2


def test_who_is_on_the_list_is_not_added_and_who_waited_is(event, committee):
    placed = take(event.slots.first())
    waiting = take(event.slots.first(), state="waiting")
    with pytest.raises(ValidationError, match="已在名单上"):
        late(event, committee, placed.staff)
    assert late(event, committee, waiting.staff).is_added
    assert not Registration.objects.waiting().exists()


@pytest.mark.parametrize("who", ["entered_by", "staff"])
def test_the_database_refuses_hours_that_no_second_person_has_seen(event, committee, who):
    row = late(event, committee)
    row.confirmed_by, row.confirmed_on = getattr(row, who), date(2026, 12, 6)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_database_refuses_a_pupil_without_consent_and_one_in_a_consultation(event):
    row = take_pupil(event.slots.last(), make_student())
    row.consent_on = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    slot = event.slots.first()
    slot.takes_pupils = True
    with pytest.raises(IntegrityError), transaction.atomic():
        slot.save()


def test_too_many_hours_are_refused_in_their_row(event, committee):
    row = take(event.slots.first())
    rows = [(row, {"hours": Decimal(25), "is_absent": False})]
    with pytest.raises(RowsRefused) as refused:
        actions.confirm_hours(event, rows=rows, version=1, at=AFTER, by=committee)
    assert refused.value.rows.keys() == {row.pk}
    event.refresh_from_db()
    assert event.confirmed_on is None


def test_no_more_pupils_came_than_were_entered(event, committee):
    take_pupil(event.slots.last(), make_student())
    with pytest.raises(ValidationError, match="登记的学生是 1 名"):
        confirm(event, committee, pupil_count=2)
    assert confirm(event, committee, pupil_count=1).pupil_count == 1


def test_a_statement_has_what_was_confirmed_and_no_correction_changes_it(event, committee):
    staff = make_staff()
    row = take(event.slots.first(), staff)
    late(event, committee)
    confirm(event, committee)
    statement = actions.issue_statement(year=2026, on=date(2026, 12, 7), by=staff.user)
    line = {
        "on": "2026-12-05",
        "title": "“党团员志愿者在行动”：社区服务",
        "role": "家庭教育咨询",
        "hours": "2",
    }
    assert statement.lines == [line]
    Registration.objects.filter(pk=row.pk).update(hours=1)
    assert ServiceStatement.objects.get().lines == [line]
    assert statement.number.isdecimal()
    assert len(statement.number) == 12


def test_there_is_no_statement_of_a_year_without_confirmed_hours(event, committee):
    row = late(event, committee)
    with pytest.raises(ValidationError, match="这一年还没有确认的服务时长。"):
        actions.issue_statement(year=2026, on=date(2026, 12, 7), by=row.staff.user)


def ask(number, on, address="203.0.113.9", at=AFTER):
    return actions.statement_exists(number=number, on=on, address=address, at=at)


def make_statement():
    facts = {"year": 2026, "issued_on": date(2026, 12, 7), "lines": [{"hours": "2"}]}
    return ServiceStatement.objects.create(number="012345678901", staff=make_staff(), **facts)


def test_a_reader_is_told_only_whether_number_and_day_belong_together():
    statement = make_statement()
    assert ask(statement.number, statement.issued_on) is True
    assert ask(statement.number, date(2026, 12, 8)) is False
    assert ask("012345678902", statement.issued_on) is False


def test_an_address_may_ask_ten_times_an_hour_and_is_stored_nowhere():
    statement = make_statement()
    for _ in range(10):
        ask("000000000000", statement.issued_on)
    with pytest.raises(ValidationError, match="查得太多了"):
        ask(statement.number, statement.issued_on)
    assert ask(statement.number, statement.issued_on, address="203.0.113.10")
    assert ask(statement.number, statement.issued_on, at=AFTER + timedelta(hours=1))
    stored = "".join(StatementTry.objects.values_list("address_hash", flat=True))
    assert "203.0.113" not in stored


def test_addresses_of_one_network_are_counted_together_and_forgotten_a_day_later():
    for end in range(3):
        ask("000000000000", date(2026, 12, 7), address=f"2001:db8::{end}")
    assert StatementTry.objects.get().count == 3
    assert ForgetTries().run(at=AFTER + timedelta(hours=20)) == 0
    assert ForgetTries().run(at=AFTER + timedelta(hours=26)) == 1


@pytest.mark.parametrize(
    ("sort", "days"), [("", [9, 8, 7]), ("day", [7, 8, 9]), ("-day", [9, 8, 7])]
)
def test_own_service_is_sorted_by_its_day_both_ways(client, sort, days):
    staff = make_staff()
    for day in (8, 9, 7):
        event = make_opening(make_event(starts_at=at(2026, 11, day)))
        take(event.slots.first(), staff, hours=TWO)
    client.force_login(staff.user)

    page = client.get(reverse("activities:service-own"), {"year": 2026, "sort": sort})

    held = [row.opening.activity.starts_at.day for row in page.context["rows"]]
    assert (held, "aria-sort=" in page.text) == (days, bool(sort))
