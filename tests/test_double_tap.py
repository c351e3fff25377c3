"""A form sent twice is answered twice alike, even where the first one deleted the row."""

from uuid import uuid4

import pytest
from django.urls import reverse

from branch.core.models import AuditEvent
from tests.world import make_world

pytestmark = pytest.mark.django_db

TAKEN_AWAY = {
    "walkins:contact-withdraw": ("contact", "own", {"reason": "twice"}, "记录已作废。"),
    "activities:activity-cancel": (
        "activity",
        "own",
        {"reason": "讲座人有事"},
        "已取消，原因留在活动页上。",
    ),
    "news:article-discard": ("article", "other", {}, "草稿已删除。"),
}


@pytest.mark.parametrize("name", TAKEN_AWAY)
def test_the_replay_of_a_form_that_deleted_its_row_is_redirected_as_the_first_was(client, name):
    world = make_world()
    kind, whose, fields, sentence = TAKEN_AWAY[name]
    address = reverse(name, kwargs=world.kwargs(kind, whose))
    form = {"form_token": uuid4(), "version": 1, **fields}
    client.force_login(world.users["secretary"])

    first = client.post(address, form)
    events = AuditEvent.objects.count()
    second = client.post(address, form, follow=True)

    assert first.status_code == 302
    assert second.redirect_chain == [(first.url, 302)]
    assert {str(message) for message in second.context["messages"]} == {sentence}
    assert AuditEvent.objects.count() == events


def test_a_token_of_another_user_is_no_replay(client):
    world = make_world()
    address = reverse("walkins:contact-withdraw", kwargs=world.kwargs("contact", "own"))
    form = {"form_token": uuid4(), "version": 1, "reason": "twice"}
    client.force_login(world.users["secretary"])
    client.post(address, form)

    client.force_login(world.users["committee"])

    assert client.post(address, form).status_code == 404
