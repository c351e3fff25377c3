"""A message is for the person it was made for, though the next one uses the same browser."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from tests.clients import BACKEND
from tests.news.factories import add_picture, make_draft

pytestmark = pytest.mark.django_db


def sign_out(client):
    client.post(reverse("logout"))


def let_expire(client):
    Session.objects.all().delete()


@pytest.fixture
def told(client, editor):
    """A browser in which the editor was refused a step and has not seen why."""
    photo = add_picture(make_draft(by=editor), editor, alt="张晓雨领奖")
    photo.article.photos.update(may_be_shown=False)
    client.force_login(editor, BACKEND)
    sent = {"version": photo.article.version, "form_token": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"}
    client.post(reverse("news:article-submit", args=[photo.article_id]), sent)
    return client


def messages_on_the_desk(client):
    return [str(message) for message in client.get(reverse("portal:desk")).context["messages"]]


@pytest.mark.parametrize("end", [sign_out, let_expire])
def test_the_next_person_at_the_computer_is_not_told(told, teacher, end):
    end(told)
    told.force_login(teacher, BACKEND)

    assert messages_on_the_desk(told) == []


def test_who_it_was_made_for_is_told_after_signing_in_again(told, editor):
    let_expire(told)
    told.force_login(editor, BACKEND)

    (message,) = messages_on_the_desk(told)
    assert "张晓雨领奖" in message
    assert messages_on_the_desk(told) == []
