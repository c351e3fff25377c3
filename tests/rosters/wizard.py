"""The steps of an import, as a browser takes them."""

from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from branch.rosters.models import ImportBatch


def upload(client, kind, name, content):
    page = reverse("rosters:import-create", args=[kind])
    file = SimpleUploadedFile(name, content)
    return client.post(page, {"file": file, "form_token": uuid4()})


def batch():
    return ImportBatch.objects.first()


def address(step, one=None):
    return reverse(f"rosters:import-{step}", args=[(one or batch()).pk])


def as_found(client, step):
    """What the page would send if nothing were touched."""
    form = client.get(address(step)).context["form"]
    return {
        field.html_name: "on" if field.value() is True else field.value()
        for field in form
        if field.value() not in (None, False)
    }


def checked(client, kind, name, content):
    upload(client, kind, name, content)
    client.post(address("layout"), as_found(client, "layout"))
    return client.post(address("columns"), as_found(client, "columns"))


def taken_back(client):
    """Confirmed, and pressed on to its end."""
    answer = client.post(address("undo"), {"form_token": uuid4()}, follow=True)
    return client.post(address("advance"), follow=True) if batch().state == "undoing" else answer


def imported(client, kind, name, content):
    checked(client, kind, name, content)
    return client.post(
        address("detail"), {"effective_on": "2026-09-01", "skip_errors": "on"}, follow=True
    )
