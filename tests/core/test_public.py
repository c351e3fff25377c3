"""A public page is rendered once and cached for everybody until something public changes."""

import pytest
from django.urls import reverse

from branch.core.models import SiteProfile
from branch.core.public import touch
from tests.news.factories import make_published

pytestmark = pytest.mark.django_db
ABOUT = "/about/"


def test_a_public_page_sets_no_cookie_and_may_be_cached(client):
    answer = client.get(ABOUT)

    assert answer.cookies == {}
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer.headers["Vary"] == "Cookie"


@pytest.mark.parametrize("prefix", ["", "W/"])
def test_an_unchanged_page_is_answered_with_304(client, prefix):
    etag = client.get(ABOUT).headers["ETag"]

    answer = client.get(ABOUT, headers={"If-None-Match": prefix + etag})

    assert (answer.status_code, answer.content) == (304, b"")


def test_a_cached_page_costs_one_query(client, django_assert_num_queries):
    client.get(ABOUT)

    with django_assert_num_queries(1):
        client.get(ABOUT)


def test_a_cached_page_has_the_headers_of_the_first_answer(client):
    first = client.get(ABOUT)

    again = client.get(ABOUT)

    assert dict(again.headers) == dict(first.headers)
    assert "default-src 'none'" in again.headers["Content-Security-Policy"]
    assert "camera=()" in again.headers["Permissions-Policy"]


def test_touch_expires_cached_pages(client):
    client.get(ABOUT)
    SiteProfile.objects.update(address="桂花路 9 号")
    assert "桂花路 9 号" not in client.get(ABOUT).content.decode()

    touch()

    assert "桂花路 9 号" in client.get(ABOUT).content.decode()


def test_an_outdated_etag_gets_the_new_page(client):
    etag = client.get(ABOUT).headers["ETag"]
    SiteProfile.objects.update(address="桂花路 9 号")
    touch()

    assert client.get(ABOUT, headers={"If-None-Match": etag}).status_code == 200


def test_each_display_is_cached_separately(client):
    plain = client.get(ABOUT).content.decode()
    client.get(reverse("portal:prefs-set"), {"size": "xl", "next": ABOUT})

    large = client.get(ABOUT).content.decode()

    assert 'data-size="xl"' in large
    assert 'data-size="xl"' not in plain


def test_a_signed_in_user_gets_the_same_cached_page(client, secretary):
    etag = client.get(ABOUT).headers["ETag"]
    client.force_login(secretary, "branch.accounts.backends.RoleBackend")

    assert client.get(ABOUT).headers["ETag"] == etag


@pytest.mark.parametrize(
    ("address", "is_cached"),
    [
        ("/about/", True),
        ("/about/?x=1", False),
        ("/news/?year=2026", True),
        ("/news/?year=2026&x=1", False),
        ("/search/?q=冬训", True),
        ("/?utm_source=wx", False),
    ],
)
def test_a_page_with_other_query_parameters_is_not_cached(client, address, is_cached):
    """Otherwise anyone could push every page out of the cache by asking for ?1, ?2, ?3."""
    assert ("ETag" in client.get(address).headers) is is_cached


SMALL = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5}}


@pytest.fixture
def small_caches(settings):
    """Caches with room for five pages each."""
    settings.CACHES = {name: SMALL | {"LOCATION": name} for name in settings.CACHES}


@pytest.mark.parametrize(
    "address",
    ["/about/?{}", "/news/?year={}", "/search/?q=冬训{}", "/no-such-page-{}/", "/about/?&{}="],
)
@pytest.mark.usefixtures("small_caches")
def test_made_up_addresses_push_no_page_out(client, address, django_assert_num_queries):
    client.get(ABOUT)

    for n in range(10):
        client.get(address.format("&" * n if "&" in address else n))

    with django_assert_num_queries(1):
        client.get(ABOUT)


@pytest.mark.usefixtures("small_caches")
def test_made_up_ports_push_no_page_out(client, settings, django_assert_num_queries):
    settings.MODE = "production"
    client.get(ABOUT)

    for port in range(8000, 8010):
        client.get(ABOUT, headers={"Host": f"testserver:{port}"})

    with django_assert_num_queries(1):
        client.get(ABOUT)


def test_an_article_has_one_address(client):
    article = make_published()

    answers = [client.get(f"/news/{zeros}{article.pk}/") for zeros in ("", "0", "00")]

    assert [answer.status_code for answer in answers] == [200, 404, 404]


def test_a_404_is_not_cached(client):
    client.get("/about/nothing/")

    again = client.get("/about/nothing/")

    assert (again.status_code, again.headers["Cache-Control"]) == (404, "no-store")


def test_an_unknown_host_is_refused(client):
    assert client.get(ABOUT, headers={"Host": "evil.example"}).status_code == 400
