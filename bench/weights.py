"""What a first visit downloads: the page and all it needs at once, compressed as Caddy would."""

import gzip
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from .server import get


class Needs(HTMLParser):
    """The addresses a browser fetches before the page is shown."""

    ATTRIBUTE = {"link": "href", "script": "src", "img": "src", "use": "href"}

    def __init__(self, html):
        super().__init__()
        self.addresses = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        address = said.get(self.ATTRIBUTE.get(tag))
        is_later = said.get("loading") == "lazy"
        is_reference = tag == "link" and said.get("rel") not in ("stylesheet", "icon", "manifest")
        if address and not is_later and not is_reference:
            self.addresses.append(address)

    handle_startendtag = handle_starttag


def first_load(port, path):
    """{address: compressed bytes} of everything a first visit to the page fetches."""
    page = get(port, path)
    if page.status != 200:
        raise SystemExit(f"{path}: {page.status}")
    sizes = {path: len(gzip.compress(page.body, 6))}
    for address in Needs(page.body.decode()).addresses:
        url, _ = urldefrag(urljoin(path, address))
        if url.startswith("/") and url not in sizes:
            sizes[url] = len(get(port, url, {"Accept-Encoding": "gzip"}).body)
    return sizes


def of_kind(sizes, *suffixes):
    return sum(size for address, size in sizes.items() if address.endswith(suffixes))
