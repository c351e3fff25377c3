from datetime import UTC, datetime

import pytest

from branch.operations.actions import start_job
from tests.operations import jobs  # noqa: F401 (declares the kinds)

ASKED_AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def start(teacher, django_capture_on_commit_callbacks):
    """Starts a job for the teacher, as in a request that has committed."""

    def start(kind, *, by=teacher, **arguments):
        with django_capture_on_commit_callbacks(execute=True):
            return start_job(kind, arguments, by=by, at=ASKED_AT)

    return start
