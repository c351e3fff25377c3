from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.activities.factories import programme
from tests.activities.page_form import form_of
from tests.activities.test_form import local


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
            "BACKEND": "branch.core.files.Storage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        }
    }


@pytest.fixture
def address():
    return f"{reverse('activities:activity-create')}?programme={programme('党员大会').pk}"


@pytest.fixture
def typed(as_secretary, address, yesterday):
    """What the form of an activity sends, once it is filled in."""
    facts = {"title": "审议计划", "starts_at": local(yesterday), "place": "活动室"}
    return form_of(as_secretary.get(address)) | facts


@pytest.fixture
def arrive(as_secretary, address, typed):
    """Send one file of the form by itself, as the script does."""

    def arrive(name, file):
        token = typed["form_token"]
        return as_secretary.post(address, {"form_token": token, "hold_file": name, "file": file})

    return arrive
