"""A response stores an access record for each way in which it shows people."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import path

from branch.core import access
from branch.core.models import AccessRecord

pytestmark = pytest.mark.django_db


def families_apart(request):
    access.note(request, "student", [9])
    for ids in ([8, 3], [5]):
        access.note_alone(request, {"student": ids, "family": set()}, "print")
    access.note_alone(request, {"student": []}, "print")
    return HttpResponse()


def names_and_a_text(request):
    access.note(request, "student", [8, 3])
    access.note(request, "staff", [])
    access.note(request, "student", [3], "open")
    access.note(request, "note", [1], "open")
    access.note(request, "student", [], "print")
    return HttpResponse()


urlpatterns = [
    path("names/", names_and_a_text, name="names"),
    path("families/", families_apart, name="families"),
]


def test_names_for_one_reason_and_a_text_for_another(as_teacher, settings):
    settings.ROOT_URLCONF = __name__

    with CaptureQueriesContext(connection) as queries:
        as_teacher.get("/names/")

    inserts = [query for query in queries if "INSERT INTO" in query["sql"]]
    assert len(inserts) == 1
    assert list(AccessRecord.objects.order_by("pk").values_list("action", "subjects")) == [
        ("view", {"student": [3, 8]}),
        ("open", {"note": [1], "student": [3]}),
    ]


def test_what_is_noted_alone_has_a_record_of_its_own(as_teacher, settings):
    settings.ROOT_URLCONF = __name__

    with CaptureQueriesContext(connection) as queries:
        as_teacher.get("/families/")

    inserts = [query for query in queries if "INSERT INTO" in query["sql"]]
    assert len(inserts) == 1
    assert list(AccessRecord.objects.order_by("pk").values_list("action", "subjects")) == [
        ("view", {"student": [9]}),
        ("print", {"student": [3, 8]}),
        ("print", {"student": [5]}),
    ]
