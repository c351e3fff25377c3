"""Every test here runs on a phone and on a computer."""

import pytest

from tests.browser.steps import COMPUTER, PHONE, Steps

DEVICES = {"phone": PHONE, "computer": COMPUTER}


@pytest.fixture(params=DEVICES)
def device(request):
    return request.param


@pytest.fixture
def browser_context_args(browser_context_args, device):
    return browser_context_args | DEVICES[device]


@pytest.fixture
def steps(page):
    return Steps(page)


@pytest.fixture
def at(page, live_server):
    """Open an address of the portal."""
    return lambda address: page.goto(live_server.url + address)
