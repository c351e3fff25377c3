"""Find the pages a user reaches by following links."""

import re
from contextlib import closing
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.urls import resolve

LINK = re.compile(r'<a [^>]*href="([^"#]*)')
TITLE = re.compile(r"<title>(.*?) · ")
UNSEEN = re.compile(r"<(script|style|title|svg)\b.*?</\1>|<[^>]+>", re.DOTALL)
SORTED = re.compile("[?&]sort=")
PAGES_OF_A_NAME = 4
# display settings, files, and Django's own pages
NOT_FOLLOWED = ("/prefs/", "/media/", "/static/", "/desk/admin/")


@dataclass(frozen=True)
class Page:
    name: str
    address: str
    html: str
    template: str

    @property
    def title(self):
        return unescape(TITLE.search(self.html)[1])

    @property
    def text(self):
        """The visible text."""
        return unescape(UNSEEN.sub(" ", self.html))

    @property
    def links(self):
        """The addresses of this site it links to, once each, in order."""
        found = (urljoin(self.address, unescape(href)) for href in LINK.findall(self.html))
        # a list sorted by a column has the same rows: see test_sorted_lists.py
        inside = (link for link in found if link.startswith("/") and not SORTED.search(link))
        return dict.fromkeys(link for link in inside if not link.startswith(NOT_FOLLOWED))


@dataclass
class Reached:
    """The pages a user reached, by URL name, and the links that led to an error."""

    pages: dict = field(default_factory=dict)
    broken: dict = field(default_factory=dict)

    def all(self):
        return [page for pages in self.pages.values() for page in pages]

    def fullest(self, name):
        """The longest page of each template with this URL name."""
        by_length = sorted(self.pages[name], key=lambda page: len(page.html))
        return {page.template: page for page in by_length}.values()


def crawl(client, *starts):
    """Follow links from the starts, reading a few pages of each URL name."""
    reached, waiting, asked = Reached(), list(starts), {}
    for address in waiting:
        name = resolve(urlsplit(address).path).view_name
        asked[name] = asked.get(name, 0) + 1
        if asked[name] <= PAGES_OF_A_NAME:
            page = _read(client, name, address, reached)
            waiting += [link for link in (page.links if page else ()) if link not in waiting]
    return reached


def _read(client, name, address, reached):
    with closing(client.get(address)) as answer:
        if answer.status_code not in (200, 302):
            reached.broken[address] = answer.status_code
        elif answer.headers["Content-Type"].startswith("text/html") and answer.status_code == 200:
            template = answer.templates[0].name if answer.templates else ""
            page = Page(name, address, answer.content.decode(), template)
            reached.pages.setdefault(name, []).append(page)
            return page
    return None
