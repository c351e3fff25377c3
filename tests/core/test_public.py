"""A public page is worked out once and answered to everybody, until the public would see something new."""

import pytest
from django.urls import reverse

from branch.core.models import SiteProfile
from branch.core.public import touch

pytestmark = pytest.mark.django_db
ABOUT = "/about/"


def test_a_stranger_gets_no_cookie_and_a_page_any_cache_may_ask_about(client):
    answer = client.get(ABOUT)

    assert answer.cookies == {}
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer.headers["Vary"] == "Cookie"


@pytest.mark.parametrize("prefix", ["", "W/"])
def test_what_has_not_changed_is_answered_without_a_body(client, prefix):
    etag = client.get(ABOUT).headers["ETag"]

    answer = client.get(ABOUT, headers={"If-None-Match": prefix + etag})

    assert (answer.status_code, answer.content) == (304, b"")


def test_a_page_read_before_costs_one_query(client, django_assert_num_queries):
    client.get(ABOUT)

    with django_assert_num_queries(1):
        client.get(ABOUT)


def test_a_kept_page_leaves_with_the_headers_of_the_first(client):
    first = client.get(ABOUT)

    again = client.get(ABOUT)

    assert dict(again.headers) == dict(first.headers)
    assert "default-src 'none'" in again.headers["Content-Security-Policy"]
    assert "camera=()" in again.headers["Permissions-Policy"]


def test_a_change_the_public_should_see_is_seen_at_once(client):
    client.get(ABOUT)
    SiteProfile.objects.update(address="桂花路 9 号")
    assert "桂花路 9 号" not in client.get(ABOUT).content.decode()

    touch()

    assert "桂花路 9 号" in client.get(ABOUT).content.decode()


def test_who_has_an_old_page_gets_the_new_one(client):
    etag = client.get(ABOUT).headers["ETag"]
    SiteProfile.objects.update(address="桂花路 9 号")
    touch()

    assert client.get(ABOUT, headers={"If-None-Match": etag}).status_code == 200


def test_each_display_has_its_own_copy(client):
    plain = client.get(ABOUT).content.decode()
    client.get(reverse("portal:prefs-set"), {"size": "xl", "next": ABOUT})

    large = client.get(ABOUT).content.decode()

    assert 'data-size="xl"' in large
    assert 'data-size="xl"' not in plain


def test_who_is_signed_in_reads_the_same_copy(client, secretary):
    etag = client.get(ABOUT).headers["ETag"]
    client.force_login(secretary, "branch.accounts.backends.RoleBackend")

    assert client.get(ABOUT).headers["ETag"] == etag


@pytest.mark.parametrize(
    ("address", "is_kept"),
    [
        ("/about/", True),
        ("/about/?x=1", False),
        ("/news/?year=2026", True),
        ("/news/?year=2026&x=1", False),
        ("/search/?q=冬训", True),
        ("/?utm_source=wx", False),
    ],
)
def test_only_what_a_page_reads_makes_it_another_page(client, address, is_kept):
    """Or a stranger could push every page out of the cache by asking for ?1, ?2, ?3."""
    assert ("ETag" in client.get(address).headers) is is_kept


def test_a_page_that_is_not_there_is_not_kept(client):
    client.get("/about/nothing/")

    again = client.get("/about/nothing/")

    assert (again.status_code, again.headers["Cache-Control"]) == (404, "no-store")


def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get(ABOUT, headers={"Host": "evil.example"}).status_code == 400
