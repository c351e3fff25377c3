"""A family with a browser: opens the page of an event, waits, and sends the form."""

from urllib.parse import urlsplit

from django.urls import reverse

from tests.service.factories import phone_of
from tests.walkins.pages import filled

TYPED = {"name": "安晓梅", "phone": phone_of(5), "people_count": "1", "agreed": "on"}


def address(name, opening):
    return reverse(f"service:{name}", args=[opening.activity_id])


def form_of(client, opening, clock, **typed):
    """The form as the page gave it, ten seconds later and filled in."""
    sent = filled(client, address("event", opening))
    clock.go_on(seconds=10)
    return sent | TYPED | {"school_class": str(opening.classes.first().pk)} | typed


def send(client, opening, clock, ip="203.0.113.7", **typed):
    sent = form_of(client, opening, clock, **typed)
    return client.post(address("event", opening), sent, REMOTE_ADDR=ip)


def own_page(client, opening):
    return client.get(address("signup-own", opening)).content.decode()


def path(response):
    return urlsplit(response.url).path
