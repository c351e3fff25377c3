"""At a school with many people no page is long: fields search, lists have pages."""

import pytest

from bench.fill import Filling, Size
from bench.pages import pages
from branch.accounts.models import User
from branch.core.forms.choices import MOST
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
MANY = Size("many", members=MOST + 20, students=3_000, contacts=600, articles=0)
BYTES, OPTIONS = 100_000, MOST + 50


def read(client, username, path):
    """What the user reads there; a reader without a name is anonymous."""
    client.logout()
    if username:
        user = User.objects.get(username=username)
        client.force_login(user, "branch.accounts.backends.RoleBackend")
    return client.get(path.format(n=1))


@pytest.mark.usefixtures("demo_school")
def test_no_main_page_has_thousands_of_options_or_a_hundred_kilobytes(client):
    Filling(MANY, on=TODAY).fill()

    answers = {name: read(client, who, path) for name, who, path in pages()}

    assert {name for name, answer in answers.items() if answer.status_code != 200} == set()
    assert {
        name: len(answer.content) for name, answer in answers.items() if len(answer.content) > BYTES
    } == {}
    long = {name: answer.content.count(b"<option") for name, answer in answers.items()}
    assert {name: count for name, count in long.items() if count > OPTIONS} == {}
