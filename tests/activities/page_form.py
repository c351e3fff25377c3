"""Fill and send the form of a page as a browser would."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.sent, self.inside, self.text_of, self.select = [], False, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.inside = attrs.get("method") == "post"
        if not self.inside:
            return
        if tag == "input":
            self._input(attrs)
        if tag == "textarea":
            self.text_of = attrs["name"]
            self.sent.append((self.text_of, ""))
        if tag == "select":
            self.select = attrs["name"]
        if tag == "option" and "selected" in attrs:
            self.sent.append((self.select, attrs["value"]))

    def _input(self, attrs):
        if attrs.get("type") == "file" or "name" not in attrs:
            return
        if attrs.get("type") in ("checkbox", "radio") and "checked" not in attrs:
            return
        usual = "on" if attrs.get("type") == "checkbox" else ""
        self.sent.append((attrs["name"], attrs.get("value", usual)))

    def handle_data(self, data):
        if self.text_of:
            name, before = self.sent[-1]
            self.sent[-1] = (name, before + data)

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.text_of = None
            name, text = self.sent[-1]
            self.sent[-1] = (name, text.removeprefix("\n"))
        if tag == "form":
            self.inside = False


def form_of(response):
    """{name: [values]} that the page's post form would send unchanged."""
    reader = _Reader()
    reader.feed(response.content.decode())
    sent = {}
    for name, value in reader.sent:
        sent.setdefault(name, []).append(value)
    return sent
