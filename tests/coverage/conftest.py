"""A clock that tests set, servers that take what leaves the portal, and people with an address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from branch.coverage.models import Mailbox
from tests.coverage.servers import free_port, group_of_the_robot, post_office

SHANGHAI = ZoneInfo("Asia/Shanghai")
# a Monday of the term, with the Tuesday after it `TODAY`
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=SHANGHAI)
TUESDAY = MONDAY + timedelta(days=1)
PASSWORD, ROBOT_KEY = "the-password-of-the-post", "key-of-the-robot"


@dataclass
class Clock:
    now: datetime

    def goes_on(self, **span):
        self.now += timedelta(**span)


@pytest.fixture
def clock(monkeypatch):
    """It stands at half past seven on a Monday until a test moves it."""
    clock = Clock(MONDAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


@pytest.fixture
def mail_port(settings):
    """The portal sends to this port, at which nobody listens yet."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
    settings.DEFAULT_FROM_EMAIL = "portal@example.com"
    settings.HAS_MAIL, settings.PORTAL_URL = True, "https://portal.example.cn"
    return settings.EMAIL_PORT


@pytest.fixture
def post(mail_port):
    with post_office(mail_port) as post:
        yield post


@pytest.fixture
def group(settings):
    settings.PORTAL_URL = "https://portal.example.cn"
    with group_of_the_robot() as server:
        address = f"http://127.0.0.1:{server.server_port}/cgi-bin/webhook/send?key={ROBOT_KEY}"
        settings.ROBOT_SECRET_URL = address
        yield server


def make_mailbox(user, address="zhou@example.com", **fields):
    confirmed = fields.pop("confirmed_at", timezone.now())
    return Mailbox.objects.create(user=user, address=address, confirmed_at=confirmed, **fields)
