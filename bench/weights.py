"""The bytes of a first visit: the page and everything it loads at once, compressed as Caddy does."""

import gzip
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from .server import get


class LoadedAddresses(HTMLParser):
    """The addresses that a browser loads with a page whose pictures are `width` CSS pixels wide."""

    ATTRIBUTE = {"link": "href", "script": "src", "img": "src", "use": "href"}

    def __init__(self, html, width):
        super().__init__()
        self.addresses, self.width = [], width
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        address = self._picture(attributes) or attributes.get(self.ATTRIBUTE.get(tag))
        is_later = attributes.get("loading") == "lazy"
        is_reference = tag == "link" and attributes.get("rel") not in (
            "stylesheet",
            "icon",
            "manifest",
        )
        if address and not is_later and not is_reference:
            self.addresses.append(address)

    handle_startendtag = handle_starttag

    def _picture(self, attributes):
        """The smallest picture of `srcset` that is wide enough; the largest if none is."""
        offered = [
            candidate.split() for candidate in attributes.get("srcset", "").split(",") if candidate
        ]
        sizes = sorted((int(width.removesuffix("w")), address) for address, width in offered)
        wide_enough = [address for width, address in sizes if width >= self.width]
        return next(iter(wide_enough), sizes[-1][1] if sizes else None)


def first_load(port, path, width):
    """{address: compressed bytes} of everything that a first visit to the page loads."""
    page = get(port, path)
    if page.status != 200:
        raise SystemExit(f"{path}: {page.status}")
    sizes = {path: len(gzip.compress(page.body, 6))}
    for address in LoadedAddresses(page.body.decode(), width).addresses:
        url, _ = urldefrag(urljoin(path, address))
        if url.startswith("/") and url not in sizes:
            sizes[url] = len(get(port, url, {"Accept-Encoding": "gzip"}).body)
    return sizes


def of_kind(sizes, *suffixes):
    return sum(size for address, size in sizes.items() if address.endswith(suffixes))
