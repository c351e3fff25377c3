"""The key of a one-time link stands in its address, and so must never stand in the log."""

import logging
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog):
    """What reaches the journal: every logger's record in the product's own format."""
    line = settings.LOGGING["formatters"]["line"]
    assert settings.LOGGING["handlers"]["stdout"]["formatter"] == "line"
    caplog.handler.setFormatter(import_string(line["()"])(line["format"]))
    caplog.set_level(logging.INFO)
    return caplog


def test_no_line_carries_the_key_of_a_link(client, lines):
    key = str(uuid4())

    client.get(f"/accounts/first/{key}/")

    assert "GET /accounts/first/–/ 404" in lines.text
    assert "Not Found: /accounts/first/–/" in lines.text
    assert key not in lines.text


def test_a_refused_form_does_not_log_it_either(django_client, lines):
    key = str(uuid4())

    django_client(enforce_csrf_checks=True).post(f"/accounts/first/{key}/")

    assert "Forbidden (CSRF cookie not set.): /accounts/first/–/" in lines.text
    assert key not in lines.text


def test_a_traceback_is_masked_as_well(lines):
    key = str(uuid4())
    try:
        raise ValueError(key)
    except ValueError:
        logging.getLogger("guangqin.requests").exception("withheld: %s", f"/accounts/first/{key}/")

    assert "withheld: /accounts/first/–/" in lines.text
    assert "ValueError: –" in lines.text
    assert key not in lines.text
