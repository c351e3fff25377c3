"""In a whole year of records every row of a ledger leads to a page that its reader may open."""

import pytest

from branch.accounts.models import User
from branch.ledgers.ledger import Ledger
from tests.ledgers.test_records import links

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_school")]
BACKEND = "branch.accounts.backends.RoleBackend"


@pytest.mark.parametrize("who", ["secretary", "member", "head"])
def test_each_link_opens(client, who):
    user = User.objects.get(username=who)
    client.force_login(user, BACKEND)

    shown = {url for one in Ledger.open_to(user) for url in links(client, one.slug)[:3]}

    assert shown
    assert {url for url in shown if client.get(url).status_code != 200} == set()
