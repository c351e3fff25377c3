import re

import pytest
from django.template.loader import render_to_string

PAGES = ["400", "403", "403_csrf", "404", "405", "500", "503", "503_full"]


@pytest.mark.parametrize("page", PAGES)
def test_an_error_page_needs_neither_database_nor_context(page):
    html = render_to_string(f"{page}.html")

    assert html.count("<h1>") == 1
    assert len(re.findall(r'<a class="gq-btn" href="/(?:desk/)?">回', html)) >= 1


def test_an_unknown_address_offers_the_search(client, db):
    answer = client.get("/no-such-page/")

    assert answer.status_code == 404
    assert "没有找到这一页" in answer.content.decode()
    assert 'action="/search/"' in answer.content.decode()
