"""The key of a one-time link, which is part of its address, is masked in every log line."""

import logging
from uuid import uuid4

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog):
    """The log as the product writes it: records of every logger in its format."""
    line = settings.LOGGING["formatters"]["line"]
    assert settings.LOGGING["handlers"]["stdout"]["formatter"] == "line"
    caplog.handler.setFormatter(import_string(line["()"])(line["format"]))
    caplog.set_level(logging.INFO)
    return caplog


def test_the_key_of_a_link_is_masked(client, lines):
    key = str(uuid4())

    client.get(f"/accounts/first/{key}/")

    assert "GET /accounts/first/–/ 404" in lines.text
    assert "Not Found: /accounts/first/–/" in lines.text
    assert key not in lines.text


def test_the_key_is_masked_when_a_form_is_refused(django_client, lines):
    key = str(uuid4())

    django_client(enforce_csrf_checks=True).post(f"/accounts/first/{key}/")

    assert "Forbidden (CSRF cookie not set.): /accounts/first/–/" in lines.text
    assert key not in lines.text


def test_the_key_is_masked_in_a_traceback(lines):
    key = str(uuid4())
    try:
        raise ValueError(key)
    except ValueError:
        logging.getLogger("guangqin.requests").exception("withheld: %s", f"/accounts/first/{key}/")

    assert "withheld: /accounts/first/–/" in lines.text
    assert "ValueError: –" in lines.text
    assert key not in lines.text
