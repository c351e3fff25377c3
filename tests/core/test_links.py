"""No link and no redirect leads to a host that the address hides."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import SuspiciousOperation
from django.urls import reverse

from branch.core.links import is_plain_link, redirect_within
from branch.core.views import act
from branch.news.clean import ShownBody

HIDDEN = [
    "//evil.cn",
    "///evil.cn",
    "/\\evil.cn",
    "\\\\evil.cn",
    "https:/evil.cn",
    "https:evil.cn",
    "https:\\evil.cn",
    "/\t/evil.cn",
    "/\n/evil.cn",
    "\t//evil.cn",
    "https://[evil.cn",
]


@pytest.mark.parametrize("address", HIDDEN)
def test_a_hidden_host_is_no_link(address):
    assert not is_plain_link(address)


@pytest.mark.parametrize(
    "address", ["https://a.cn/x?y=1#z", "mailto:office@a.cn", "/news/3/", "/news/?year=2026", "#z"]
)
def test_a_plain_address_is_a_link(address):
    assert is_plain_link(address)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*HIDDEN, "https://evil.cn/", "javascript:alert(1)", ""])
def test_no_redirect_leaves_the_site(rf, address):
    request = rf.post("/")
    request.user = AnonymousUser()

    with pytest.raises(SuspiciousOperation):
        redirect_within(address)
    if address.startswith("/"):
        with pytest.raises(SuspiciousOperation):
            act(request, lambda: None, back=address)


def test_a_redirect_within_the_site_is_made():
    assert redirect_within("/news/?year=2026").url == "/news/?year=2026"


@pytest.mark.django_db
@pytest.mark.parametrize("address", HIDDEN)
def test_the_display_settings_lead_back_to_this_site_only(client, address):
    answer = client.get(reverse("portal:prefs-set"), {"size": "l", "next": address})

    assert answer.url == "/"


def test_a_body_stored_before_is_shown_without_such_links():
    assert "evil" not in str(ShownBody('<p><a href="//evil.cn">甲</a></p>', {}))
