"""The forms of a page as a person would send them who leaves what is there and answers plainly what is asked."""

from html.parser import HTMLParser

PLAIN = {"date": "2026-11-24", "number": "1", "time": "16:00", "datetime-local": "2026-11-24T16:00"}
TEXT = "学校的决定"
UNSENT = ("file", "submit", "button", "image")


class Forms(HTMLParser):
    """`sent_to(address)` has the fields of the form with this action, or of one without: {name: values}."""

    def __init__(self, html):
        super().__init__()
        # (action, {name: values}, {name: what a group without a choice would offer first})
        self._found, self._chosen, self._text = [], None, None
        self.feed(html)

    def sent_to(self, address):
        for action, fields, offered in self._found:
            if action in ("", address):
                return offered | {name: values for name, values in fields.items() if values}
        return None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            is_post = given.get("method") == "post"
            self._found += [(given.get("action") or "", {}, {})] if is_post else [(None, {}, {})]
        elif self._found and (tag == "option" or given.get("name")):
            getattr(self, f"_{tag}", lambda given: None)(given)

    def _input(self, given):
        _, fields, offered = self._found[-1]
        kind, name, value = given.get("type", "text"), given["name"], given.get("value", "")
        if kind in UNSENT:
            return
        if kind in ("radio", "checkbox"):
            offered.setdefault(name, [value or "on"])
            value = (value or "on") if "checked" in given else ""
        elif not value and "required" in given:
            value = PLAIN.get(kind, TEXT)
        fields.setdefault(name, []).extend([value] if value else [])

    def _select(self, given):
        self._chosen = given["name"]

    def _option(self, given):
        _, fields, offered = self._found[-1]
        if value := given.get("value"):
            offered.setdefault(self._chosen, [value])
            if "selected" in given:
                fields.setdefault(self._chosen, []).append(value)

    def _textarea(self, given):
        self._text = given["name"]
        _, fields, _ = self._found[-1]
        fields[self._text] = [TEXT] if "required" in given else []

    def handle_data(self, data):
        if self._text and data.strip():
            _, fields, _ = self._found[-1]
            fields[self._text] = [data]

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._text = None
