"""Two who correct public figures at once: the second is compared with what the first has made of them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from branch.accounts.models import Role
from branch.core.models import PublishedFigure
from branch.core.publishing import correct_figure
from tests.factories import make_member
from tests.threads import meanwhile

pytestmark = pytest.mark.usefixtures("on_disk")


def test_the_second_of_two_corrections_is_compared_with_the_first():
    """21 were told; 15 in September and 5 in October make 20."""
    by = make_member(Role.SECRETARY).staff.user
    values = {date(2026, 9, 1): 10, date(2026, 10, 1): 11}
    first, second = (
        PublishedFigure.objects.create(key="walkins.visits", month=month, value=value)
        for month, value in values.items()
    )
    refused = []

    def other():
        try:
            correct_figure(second, value=5, by=by)
        except ValidationError as refusal:
            refused.extend(refusal.messages)

    with meanwhile(other) as start:
        correct_figure(first, value=15, by=by)
        start()

    assert "和公布过的 21 相差不满 5" in "".join(refused)
