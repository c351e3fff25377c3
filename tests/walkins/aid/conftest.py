import pytest

from .books import Books


@pytest.fixture
def books(db, term):
    return Books()
