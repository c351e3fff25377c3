"""快速记录: the round button opens a form that the user can fill in."""

import re

import pytest
from django.core.cache import cache

from branch.core.contributions import MENU
from tests.factories import make_member, make_pairing

pytestmark = pytest.mark.django_db
CONTACT, NEED = "/desk/contacts/new/", "/desk/needs/new/"


def quick_entry(client):
    (button,) = [item for item in client.get("/desk/").context["desk_tabs"] if item.is_add]
    return button.url


@pytest.mark.parametrize("who", ["head", "committee"])
def test_a_user_without_a_pairing_is_offered_another_record(client, request, who):
    person = request.getfixturevalue(who)
    user = getattr(person, "user", person)
    make_pairing()
    client.force_login(user)

    assert quick_entry(client) == NEED

    member = make_member(staff=user.staff) if who == "head" else user.staff.member
    make_pairing(member=member)
    cache.clear()
    assert quick_entry(client) == CONTACT


def test_a_member_without_a_pairing_is_offered_a_contact(client, member):
    client.force_login(member.staff.user)

    assert quick_entry(client) == CONTACT


def test_no_two_entries_of_the_menu_have_the_same_place():
    """Or their order would be that in which the apps are loaded."""
    orders = [entry.order for entry in MENU]

    assert len(orders) == len(set(orders))


def test_a_phone_has_a_button_with_the_word_for_the_menu(client, member):
    client.force_login(member.staff.user)

    page = client.get("/desk/").text

    button = re.search(
        r'<a class="gq-btn gq-btn-s" href="([^"]+)">(.*?)</a>(?=\s*</div>\s*</header>)', page
    )
    assert re.sub("<.*?>", "", button[2]) == "菜单"
    address, _, part = button[1].partition("#")
    menu = client.get(address).text
    assert f'id="{part}" aria-label="全部功能"' in menu
