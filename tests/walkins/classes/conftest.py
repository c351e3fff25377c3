import pytest

from branch.walkins.models import SessionTheme
from tests.factories import make_class, make_head, make_staff, make_student


@pytest.fixture
def school_class():
    """初二（3）班, with three pupils."""
    school_class = make_class(entry_year=2025, number=3)
    for name in ("张晓雨", "李明", "阿依古丽·买买提江"):
        make_student(school_class, name=name)
    return school_class


@pytest.fixture
def head(school_class):
    """The head teacher of the class, who is not a member."""
    return make_head(school_class, staff=make_staff(name="韩若溪"))


@pytest.fixture
def theme(db):
    return SessionTheme.objects.get(name="同桌之间")
