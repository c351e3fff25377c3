"""A second person is told on the desk what waits to be released."""

import pytest
from django.urls import reverse

from branch.activities.models import Activity
from branch.core.files import read_document, stored
from branch.service.models import EventMaterial
from branch.service.talks import actions
from tests.activities.held import pdf
from tests.conftest import TODAY
from tests.service.talks.rows import make_book, make_talk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("term", "the_day")]
TOLD = ("1 本荐书还没有公开", "1 份活动资料还没有公开")


@pytest.fixture
def book(editor):
    """A book, beside a file for everybody and another for colleagues, all of one writer."""
    talk = make_talk()
    for is_public in (True, False):
        document = stored(EventMaterial, read_document(pdf()))
        facts = {"title": "讲座提纲", "is_public": is_public}
        actions.add_material(talk, document=document, **facts, by=editor)
    return make_book(written_by=editor)


def told_to(client, user):
    client.force_login(user)
    text = client.get("/desk/").text
    return [words for words in TOLD if words in text]


def test_the_committee_is_told_what_another_wrote(client, committee, editor, book):
    assert told_to(client, committee) == list(TOLD)
    assert "1 待公开" in client.get(reverse("service:talk-list")).text
    assert told_to(client, editor) == []


def test_what_was_released_or_called_off_waits_no_more(client, committee, book):
    actions.release(book, version=1, on=TODAY, by=committee)
    assert told_to(client, committee) == [TOLD[1]]

    Activity.objects.update(state="cancelled", cancel_reason="下雨")
    assert told_to(client, committee) == []


def test_ones_own_waits_for_another(client, committee):
    make_book(written_by=committee)

    assert told_to(client, committee) == []
