"""A simple browser: cookies, pages, and forms sent with the fields of the page."""

import secrets
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PASSWORD = "guangqin-demo"  # noqa: S105 (the demo school's, known to everybody)


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    html: str


class Form(HTMLParser):
    """The fields and values of the first form on a page that has the field `having`."""

    def __init__(self, html, having):
        super().__init__()
        self.fields, self._having, self._select, self._text = [], having, None, None
        self._is_found = self._is_inside = False
        self.feed(html)

    def filled(self, **typed):
        """The fields of the form with these values typed in."""
        unchanged = [(name, value) for name, value in self.fields if name not in typed]
        return unchanged + list(typed.items())

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "form" and not self._is_found:
            self._is_inside, self.fields = True, []
        elif self._is_inside:
            self._read_field(tag, attributes)

    def _read_field(self, tag, attributes):
        if tag == "input" and attributes.get("name"):
            self._read_input(attributes)
        elif tag == "select":
            self._select = attributes["name"]
        elif tag == "option" and self._select and "selected" in attributes:
            self.fields.append((self._select, attributes["value"]))
        elif tag == "textarea":
            self._text = attributes["name"]
            self.fields.append((self._text, ""))

    def _read_input(self, attributes):
        is_choice = attributes.get("type") in ("checkbox", "radio")
        if attributes.get("type") not in ("file", "submit") and (
            not is_choice or "checked" in attributes
        ):
            self.fields.append(
                (attributes["name"], attributes.get("value", "on" if is_choice else ""))
            )

    def handle_data(self, data):
        if self._text:
            name, before = self.fields.pop()
            self.fields.append((name, before + data))

    def handle_endtag(self, tag):
        if tag == "form" and self._is_inside:
            self._is_inside = False
            self._is_found = self._having in dict(self.fields)
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._text = None


class Person:
    """A user with a browser. Redirects are not followed; a lost connection is an `OSError`."""

    # how many seconds to wait for an answer
    patience = 40

    def __init__(self, port, cookies=None):
        self.port = port
        self.cookies = dict(cookies or {})

    @classmethod
    def signed_in(cls, port, username):
        person = cls(port)
        form = Form(person.get("/accounts/login/").html, having="username")
        answer = person.post("/accounts/login/", form.filled(username=username, password=PASSWORD))
        if answer.status != 302:
            raise SystemExit(f"{username} could not sign in: {answer.status}")
        return person

    def again(self):
        """The same person with a copy of the cookies, for another thread."""
        return Person(self.port, self.cookies)

    def get(self, path):
        return self._request("GET", path)

    def post(self, path, fields):
        return self._request("POST", path, urlencode(fields))

    def post_file(self, path, fields, name, file_name, content):
        """Send a form with a file in it."""
        mark = secrets.token_hex(16)
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{{}}"'
        texts = "".join(f"{head.format(key)}\r\n\r\n{value}\r\n" for key, value in fields)
        file = f'{head.format(name)}; filename="{file_name}"\r\n\r\n'
        body = f"{texts}{file}".encode() + content + f"\r\n--{mark}--\r\n".encode()
        return self._request("POST", path, body, f"multipart/form-data; boundary={mark}")

    def form(self, path):
        """The form with a token on a page."""
        return Form(self.get(path).html, having="form_token")

    def _request(self, method, path, body=None, kind="application/x-www-form-urlencoded"):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = kind
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            html = response.read().decode()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return Answer(response.status, response.headers.get("Location", ""), html)
