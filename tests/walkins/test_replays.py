"""A form sent again: an equal one is redirected, a changed one is refused with its text kept."""

import pytest
from django.urls import reverse

from branch.walkins.models import Contact, Pairing
from tests.walkins.pages import filled

pytestmark = pytest.mark.django_db
CONTACT = reverse("walkins:contact-create")
ALREADY_SAVED = "这一页已经保存过一次，请重新打开再记。"


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


@pytest.fixture
def sent(client, pair, pairing):
    """The data a form sent to record a contact."""
    form = filled(client, f"{CONTACT}?pairing={pairing.pk}") | {"kind": "care", "fact": "谈了社团"}
    client.post(CONTACT, form)
    return form


def test_a_changed_form_with_a_spent_token_is_refused_and_keeps_its_text(client, sent):
    page = client.post(CONTACT, sent | {"fact": "又谈了考试"})

    assert page.context["form"].non_field_errors() == [ALREADY_SAVED]
    assert page.context["form"]["fact"].value() == "又谈了考试"
    assert [contact.fact for contact in Contact.objects.all()] == ["谈了社团"]


def test_the_refused_form_shown_again_can_be_saved_as_a_second_record(client, sent):
    client.post(CONTACT, sent | {"fact": "又谈了考试"})
    page = client.post(CONTACT, sent | {"fact": "又谈了考试"})
    token = page.context["form"]["form_token"].value()

    client.post(CONTACT, sent | {"fact": "又谈了考试", "form_token": token})

    assert {contact.fact for contact in Contact.objects.all()} == {"谈了社团", "又谈了考试"}


def test_a_changed_form_is_refused_though_its_student_is_no_longer_offered(client, pairing, sent):
    Pairing.objects.filter(pk=pairing.pk).update(
        until_on="2026-11-24", end_reason="graduated", outcome="done"
    )

    page = client.post(CONTACT, sent | {"fact": "又谈了考试"})

    assert page.context["form"].non_field_errors() == [ALREADY_SAVED]
    assert page.context["form"]["fact"].value() == "又谈了考试"


def test_a_changed_form_is_shown_again_though_its_record_is_deleted(client, pairing, sent):
    contact = Contact.objects.get()
    address = reverse("walkins:contact-withdraw", args=[contact.pk])
    form = filled(client, address) | {"reason": "twice"}
    client.post(address, form)
    update = reverse("walkins:contact-update", args=[contact.pk])

    page = client.post(update, form | {"fact": "又谈了考试"})

    assert page.status_code == 409
    assert "这一页已经保存过一次。您这一次写的内容没有存上" in page.text
    assert page.context["rows"] == [("简要情况", "又谈了考试")]


def test_a_replay_may_carry_the_current_version(client, pairing, sent):
    address = reverse("walkins:contact-update", args=[Contact.objects.get().pk])
    form = filled(client, address) | {"fact": "谈了社团和考试"}
    first = client.post(address, form)

    second = client.post(address, form | {"version": 2})

    assert second.url == first.url
    assert Contact.objects.get().version == 2
