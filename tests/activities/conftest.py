from datetime import timedelta

import pytest
from django.utils import timezone


@pytest.fixture
def now():
    """The views ask the clock themselves, so their tests count days from it."""
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
    """Uploads go where the test can look at their bytes."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        }
    }
