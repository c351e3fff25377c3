from datetime import timedelta

import pytest
from django.utils import timezone


@pytest.fixture
def now():
    """The time now, because the views read the clock themselves."""
    return timezone.now()


@pytest.fixture
def yesterday(now):
    return (timezone.localtime(now) - timedelta(days=1)).replace(
        hour=16, minute=0, second=0, microsecond=0
    )


@pytest.fixture
def tomorrow(yesterday):
    return yesterday + timedelta(days=2)


@pytest.fixture(autouse=True)
def _private_media(settings, tmp_path):
    """Store uploads where the test can read them."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        }
    }
