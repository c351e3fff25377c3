"""The demo school can be seeded on any day of the year."""

from datetime import date

import pytest

from branch.activities.models import Activity
from branch.demo.seed import seed
from branch.school.models import SchoolClass
from branch.walkins.models import Contact, Pairing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2026, 9, 3), id="the first week of term"),
        pytest.param(date(2028, 4, 12), id="a spring whose holidays are not published yet"),
    ],
)
def test_the_demo_can_be_seeded_on_another_day(day):
    parts = []

    seed(day, say=parts.append)

    assert len(parts) == 33
    assert SchoolClass.objects.in_school_on(day).count() == 24
    assert Pairing.objects.active_on(day).count() == 86
    assert Pairing.objects.overdue_on(day).count() == 15
    assert not Contact.objects.filter(happened_on__gt=day).exists()
    assert Activity.objects.done().exists()
    assert Activity.objects.planned().exists()
