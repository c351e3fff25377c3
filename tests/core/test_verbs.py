"""A verb that an address does not take: back to the page that held the button, or a page that says so."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from branch.core.verbs import NOT_DONE, page_above
from tests.factories import PASSWORD, make_member, make_staff

pytestmark = pytest.mark.django_db
SIGN_IN = reverse("login")


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/desk/news/7/no/such/step/", "/desk/news/7/"),
        ("/desk/no/such/page/", "/desk/"),
        ("/accounts/logout/", "/desk/"),
    ],
)
def test_the_page_above_is_the_nearest_that_exists(address, page):
    assert page_above(address) == page


def test_a_button_that_was_typed_leads_to_its_page_with_a_sentence(as_committee, the_day):
    member = make_member()

    answer = as_committee.get(reverse("members:member-back", args=[member.pk]), follow=True)

    assert answer.redirect_chain == [(member.get_absolute_url(), 302)]
    assert NOT_DONE in answer.content.decode()


def test_whoever_may_not_see_the_page_above_learns_nothing(as_teacher, the_day):
    address = reverse("members:member-back", args=[make_member().pk])
    missing = reverse("members:member-back", args=[987654])

    pages = [as_teacher.get(place, follow=True) for place in (address, missing)]

    assert [page.status_code for page in pages] == [403, 403]


@pytest.mark.parametrize("how", [{"HTTP_ACCEPT": "application/json"}, {"REQUEST_METHOD": "HEAD"}])
def test_a_script_and_a_head_are_refused(how, as_committee):
    answer = as_committee.get(reverse("accounts:sessions-end"), **how)

    assert (answer.status_code, said(answer)) == (405, [])


def test_a_post_that_a_page_does_not_take_is_refused_in_chinese(as_committee):
    answer = as_committee.post(reverse("accounts:role-list"))

    assert answer.status_code == 403
    answer = as_committee.post(reverse("portal:desk"))
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert "<h1>这个地址不能这样打开</h1>" in answer.content.decode()


def press(client, address, page, **how):
    """Press a button of a page after the session has ended, and sign in again."""
    client.logout()
    refused = client.post(address, headers={"referer": page}, **how)
    user = make_staff().user
    user.set_password(PASSWORD)
    user.save()
    return client.post(refused.url, {"username": user.username, "password": PASSWORD}, follow=True)


def test_signing_in_again_leads_to_the_page_that_held_the_button(client, the_day):
    page = press(client, reverse("accounts:sessions-end"), "http://testserver/accounts/me/?a=1")

    assert page.redirect_chain[0] == ("/accounts/me/?a=1", 302)


def test_the_sentence_is_on_the_page_after_signing_in_again(client, the_day):
    page = press(client, reverse("accounts:sessions-end"), "http://testserver/desk/")

    assert page.redirect_chain == [("/desk/", 302)]
    assert page.content.decode().count(NOT_DONE) == 1


@pytest.mark.parametrize("sent_by", ["https://evil.cn/desk/", "http://testserver//evil.cn/", ""])
def test_another_site_is_never_led_to(sent_by, client, the_day):
    page = press(client, reverse("accounts:sessions-end"), sent_by)

    assert page.redirect_chain[0] == (reverse("accounts:sessions-end"), 302)
    assert page.content.decode().count(NOT_DONE) == 1


def test_a_form_says_itself_that_it_was_not_sent(client, the_day):
    address = reverse("accounts:account")

    page = press(client, address, f"http://testserver{address}")

    assert page.redirect_chain == [(address, 302)]
    assert NOT_DONE not in page.content.decode()
