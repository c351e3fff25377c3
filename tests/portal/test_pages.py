"""Static pages, display settings, robots.txt."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["about", "privacy", "accessibility"])
def test_a_static_page_is_public_and_sets_no_cookie(client, name):
    page = client.get(reverse(f"portal:{name}"))

    assert page.status_code == 200
    assert "广勤中学" in page.content.decode()
    assert page.cookies.keys() == set()
    assert page.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_display_setting_is_saved_in_one_cookie_and_redirects_back(client):
    answer = client.get("/prefs/set/?size=xl&contrast=high&next=/about/")

    assert (answer.status_code, answer.url) == (302, "/about/")
    assert list(answer.cookies) == ["gq-display"]
    assert answer.cookies["gq-display"].value == "xl.high.m"
    assert 'data-size="xl" data-contrast="high"' in client.get("/about/").content.decode()


def test_one_setting_leaves_the_others_unchanged(client):
    client.get("/prefs/set/?size=xl&font=l")

    answer = client.get("/prefs/set/?size=")

    assert answer.cookies["gq-display"].value == "..l"


def test_an_unknown_value_is_ignored(client):
    answer = client.get("/prefs/set/?size=huge&font=s")

    assert answer.cookies["gq-display"].value == "..s"


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""]
)
def test_the_redirect_never_leaves_the_site(client, address):
    answer = client.get("/prefs/set/", {"size": "xl", "next": address})

    assert answer.url == "/"


def test_setting_the_display_starts_no_session(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/prefs/set/?size=xl&next=/desk/")


def test_robots_txt_excludes_the_desk_and_names_the_sitemap(client):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /desk/" in text.splitlines()
    assert "Sitemap: http://testserver/sitemap.xml" in text.splitlines()
