"""What a first visit downloads: the page and all it needs at once, compressed as Caddy would."""

import gzip
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from .server import get


class Needs(HTMLParser):
    """The addresses a browser fetches before the page is shown, whose pictures are as wide as that."""

    ATTRIBUTE = {"link": "href", "script": "src", "img": "src", "use": "href"}

    def __init__(self, html, width):
        super().__init__()
        self.addresses, self.width = [], width
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        address = self._picture(said) or said.get(self.ATTRIBUTE.get(tag))
        is_later = said.get("loading") == "lazy"
        is_reference = tag == "link" and said.get("rel") not in ("stylesheet", "icon", "manifest")
        if address and not is_later and not is_reference:
            self.addresses.append(address)

    handle_startendtag = handle_starttag

    def _picture(self, said):
        """The smallest of the offered pictures that fills the width; the largest if none does."""
        offered = [one.split() for one in said.get("srcset", "").split(",") if one]
        sizes = sorted((int(width.removesuffix("w")), address) for address, width in offered)
        wide_enough = [address for width, address in sizes if width >= self.width]
        return next(iter(wide_enough), sizes[-1][1] if sizes else None)


def first_load(port, path, width):
    """{address: compressed bytes} of everything a first visit to the page fetches on such a screen."""
    page = get(port, path)
    if page.status != 200:
        raise SystemExit(f"{path}: {page.status}")
    sizes = {path: len(gzip.compress(page.body, 6))}
    for address in Needs(page.body.decode(), width).addresses:
        url, _ = urldefrag(urljoin(path, address))
        if url.startswith("/") and url not in sizes:
            sizes[url] = len(get(port, url, {"Accept-Encoding": "gzip"}).body)
    return sizes


def of_kind(sizes, *suffixes):
    return sum(size for address, size in sizes.items() if address.endswith(suffixes))
