"""The number of queries of each page of the demo school, with a warm cache but the page not cached.

Statements that only open or close a transaction or savepoint are not counted.
"""

from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branch.accounts.models import User
from branch.news.models import Article
from branch.walkins.models import Contact, Pairing
from drill.person import Form

PUBLIC, LIST, BOARD, POST = (6, 4), (12, 8), (15, 10), (15, 10)
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    budget: tuple
    count: int


def pages():
    article = Article.objects.published().newest_first().first()
    pairing = Pairing.objects.active().filter(member__staff__user__username="member").first()
    column = reverse("news:column", args=[article.column.slug])
    ledger = reverse("ledgers:ledger-detail", args=["organisation-life"])
    return [
        _public("home", "/"),
        _public("article", article.public_url),
        _public("column", column),
        _public("search", reverse("portal:search") + "?q=心育"),
        _signed_in("activities, committee", reverse("activities:activity-list"), LIST, "committee"),
        _signed_in("pairings, committee", reverse("walkins:pairing-list"), LIST, "committee"),
        _signed_in("own pairings, member", reverse("walkins:pairing-list"), LIST, "member"),
        _signed_in("needs, committee", reverse("walkins:need-list"), LIST, "committee"),
        _signed_in("people, committee", reverse("portal:people") + "?q=zh", LIST, "committee"),
        _signed_in("articles, editor", reverse("news:desk"), LIST, "editor"),
        _signed_in("pairing, member", pairing.get_absolute_url(), BOARD, "member"),
        _signed_in("desk, member", reverse("portal:desk"), BOARD, "member"),
        _signed_in("desk, secretary", reverse("portal:desk"), BOARD, "secretary"),
        _signed_in("coverage, secretary", reverse("coverage:board"), BOARD, "secretary"),
        _signed_in("ledger, secretary", ledger, BOARD, "secretary"),
        _posted_contact(pairing),
    ]


def _client(username=None):
    client = Client(HTTP_HOST="127.0.0.1")
    if username:
        user = User.objects.get(username=username)
        client.force_login(user, backend="branch.accounts.backends.RoleBackend")
    return client


def _count(client, method, path, data=None, expect=200):
    with CaptureQueriesContext(connection) as captured:
        answer = getattr(client, method)(path, data)
    if answer.status_code != expect:
        raise SystemExit(f"{path}: {answer.status_code} instead of {expect}")
    return sum(not query["sql"].startswith(TRANSACTION) for query in captured.captured_queries)


def _public(name, path):
    client, uncached = _client(), f"{path}{'&' if '?' in path else '?'}n=1"
    _count(client, "get", path)
    return Page(f"{name}, not cached", path, PUBLIC, _count(client, "get", uncached))


def _signed_in(name, path, budget, username):
    client = _client(username)
    _count(client, "get", path)
    return Page(name, path, budget, _count(client, "get", path))


def _posted_contact(pairing):
    path = reverse("walkins:contact-create")
    client = _client("member")
    form = Form(client.get(path).content.decode(), having="form_token")
    sent = form.filled(pairings=pairing.pk, kind=Contact.Kind.TUTORING.value)
    count = _count(client, "post", path, dict(sent), expect=302)
    return Page("contact posted, member", path, POST, count)
