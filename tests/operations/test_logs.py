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
    assert key not in lines.text


def test_the_key_is_masked_when_a_form_is_refused(django_client, lines):
    key = str(uuid4())

    django_client(enforce_csrf_checks=True).post(f"/accounts/first/{key}/")

    assert "POST /accounts/first/–/ 403" in lines.text
    assert key not in lines.text


def test_a_refusal_is_one_line_without_query_and_body(as_teacher, django_client, lines):
    as_teacher.get("/desk/roles/?q=廖平")
    django_client(enforce_csrf_checks=True).post("/desk/roles/new/?q=廖平", {"name": "廖安"})

    assert [text.split(" INFO ")[1].rpartition(" ")[0] for text in lines.text.splitlines()] == [
        "guangqin.requests GET /desk/roles/ 403",
        "guangqin.requests POST /desk/roles/new/ 403",
    ]


def test_an_unknown_host_leaves_no_traceback(client, lines):
    client.get("/about/", headers={"Host": "evil.example"})

    assert "Invalid HTTP_HOST header: 'evil.example'" in lines.text
    assert "Traceback" not in lines.text


def test_the_key_is_masked_in_a_traceback(lines):
    key = str(uuid4())
    try:
        raise ValueError(key)
    except ValueError:
        logging.getLogger("guangqin.requests").exception("withheld: %s", f"/accounts/first/{key}/")

    assert "withheld: /accounts/first/–/" in lines.text
    assert "ValueError: –" in lines.text
    assert key not in lines.text
