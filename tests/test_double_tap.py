"""A form that removes a row, submitted twice."""

from uuid import uuid4

import pytest
from django.urls import reverse

from branch.core.models import AuditEvent
from branch.core.views import REPLAYED
from tests.world import make_world

pytestmark = pytest.mark.django_db

REMOVALS = {
    "walkins:contact-withdraw": ("contact", "own", {"reason": "twice"}),
    "activities:activity-cancel": ("activity", "own", {"reason": "讲座人有事"}),
    "news:article-discard": ("article", "other", {}),
}


def seen_of(client, name, address):
    """What the page of an article says will follow, which its button sends back."""
    if name != "news:article-discard":
        return {}
    steps = client.get(address.removesuffix("discard/")).context["steps"]
    return {"seen": next(step.seen for step in steps if step.url == address)}


@pytest.mark.parametrize("name", REMOVALS)
def test_the_second_submission_redirects_like_the_first(client, name):
    world = make_world()
    kind, whose, fields = REMOVALS[name]
    address = reverse(name, kwargs=world.kwargs(kind, whose))
    client.force_login(world.users["secretary"])
    form = {"form_token": uuid4(), "version": 1, **fields, **seen_of(client, name, address)}

    first = client.post(address, form)
    client.get(first.url)
    events = AuditEvent.objects.count()
    second = client.post(address, form, follow=True)

    assert first.status_code == 302
    assert second.redirect_chain == [(first.url, 302)]
    assert [str(shown) for shown in second.context["messages"]] == [REPLAYED]
    assert AuditEvent.objects.count() == events


def test_the_token_of_another_user_is_not_replayed(client):
    world = make_world()
    address = reverse("walkins:contact-withdraw", kwargs=world.kwargs("contact", "own"))
    form = {"form_token": uuid4(), "version": 1, "reason": "twice"}
    client.force_login(world.users["secretary"])
    client.post(address, form)

    client.force_login(world.users["committee"])

    assert client.post(address, form).status_code == 404
