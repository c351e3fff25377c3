import pytest

from tests.spreadsheets import check_file


@pytest.fixture
def check(today):
    """A file of pupils checked as on today."""

    def _check(content, name="a.xlsx"):
        return check_file("students", name, content, on=today, effective_on=today)

    return _check
