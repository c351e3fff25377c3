"""A record's constraints are validated together, each broken one with its own sentence."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from branch.activities.models import Activity
from branch.walkins.models import Pairing
from tests.activities.factories import at, make_activity
from tests.factories import make_pairing

pytestmark = pytest.mark.django_db
ENDS, HOURS = "结束时间要晚于开始时间。", "学时不能是负数。"
PSYCHOLOGY, REASON = "心理健康教育学时不能多于学时。", "请写明取消的原因。"


def refusals(row, **options):
    try:
        row.validate_constraints(**options)
    except ValidationError as refusal:
        return refusal.messages
    return []


def activity(**fields):
    """A valid activity at 16:00 on 2026-11-20, with these fields changed."""
    row = make_activity()
    for name, value in fields.items():
        setattr(row, name, value)
    return row


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ({}, []),
        ({"ends_at": at(2026, 11, 20, 17)}, []),
        ({"ends_at": at(2026, 11, 20, 15)}, [ENDS]),
        ({"hours": Decimal(-1)}, [HOURS, PSYCHOLOGY]),
        ({"psychology_hours": Decimal(1)}, [PSYCHOLOGY]),
        ({"state": Activity.State.CANCELLED}, [REASON]),
        ({"ends_at": at(2026, 11, 20), "state": Activity.State.CANCELLED}, [ENDS, REASON]),
    ],
)
def test_each_broken_check_has_its_own_sentence(fields, sentences):
    assert refusals(activity(**fields)) == sentences


def test_a_null_value_breaks_no_check_and_hides_none():
    assert refusals(activity(hours=None)) == []
    assert refusals(activity(hours=None, state=Activity.State.CANCELLED)) == [REASON]


def test_checks_that_name_an_excluded_field_are_skipped():
    broken = activity(psychology_hours=Decimal(1), state=Activity.State.CANCELLED)

    assert refusals(broken, exclude={"hours"}) == [REASON]
    assert refusals(broken, exclude={"hours", "state"}) == []


def test_unique_constraints_are_validated_too():
    first = make_pairing()
    again = Pairing(
        member=first.member,
        student=first.student,
        started_on=date(2026, 9, 15),
        guardian_informed_on=date(2026, 9, 14),
        started_by=first.started_by,
    )

    assert refusals(again) == ["该党员已与这名学生结对。"]
    again.until_on = date(2026, 9, 1)
    assert refusals(again) == ["结束日期不能早于结对日期。", "结束结对时请选择原因和结果。"]


def test_four_checks_cost_one_query(django_assert_num_queries):
    row = activity()

    with django_assert_num_queries(3) as captured:
        row.validate_constraints()

    assert [query["sql"].split()[0] for query in captured] == ["SAVEPOINT", "SELECT", "RELEASE"]
