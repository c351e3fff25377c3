from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

HALF_PAST_TWO = datetime(2026, 11, 24, 14, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def time_stands(monkeypatch):
    """The clock of every view stands at half past two on the cast's day."""
    monkeypatch.setattr(timezone, "now", lambda: HALF_PAST_TWO)
    return HALF_PAST_TWO
