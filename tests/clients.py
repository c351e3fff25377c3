"""Signed-in clients: the fixture `as_committee` is `client`, signed in as the fixture `committee`."""

import pytest

BACKEND = "branch.accounts.backends.RoleBackend"


def _signed_in_as(person):
    @pytest.fixture(name=f"as_{person}")
    def signed_in(client, request):
        client.force_login(request.getfixturevalue(person), BACKEND)
        return client

    return signed_in


as_administrator = _signed_in_as("administrator")
as_committee = _signed_in_as("committee")
as_counsellor = _signed_in_as("counsellor")
as_editor = _signed_in_as("editor")
as_secretary = _signed_in_as("secretary")
as_teacher = _signed_in_as("teacher")
