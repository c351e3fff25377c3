"""What is in the HTML of a page."""

from html.parser import HTMLParser


class Selects(HTMLParser):
    """{name of a select: its number of options}"""

    def __init__(self, html):
        super().__init__()
        self.found, self._inside = {}, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "select":
            self._inside = dict(attrs)["name"]
            self.found[self._inside] = 0
        elif tag == "option" and self._inside:
            self.found[self._inside] += 1

    def handle_endtag(self, tag):
        if tag == "select":
            self._inside = None


def options_in(html):
    return Selects(html).found
