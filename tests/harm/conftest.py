import pytest

from branch.accounts.models import Role
from tests.factories import make_staff


@pytest.fixture
def named(db):
    """A named person with a telephone."""
    staff = make_staff(Role.CRISIS, name="苏清和", phone="13800000005")
    return staff.user
