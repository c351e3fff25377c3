"""Fixtures: a pairing, and its member signed in."""

import pytest

from tests.factories import make_pairing


@pytest.fixture
def pairing():
    return make_pairing()


@pytest.fixture
def pair(client, pairing):
    """The member of the pairing, signed in."""
    client.force_login(pairing.member.staff.user)
    return pairing.member.staff.user
