"""没联系上: kept as such, counted nowhere, withdrawn on its day."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from branch.core.models import UndoStep
from branch.core.undo import undo
from branch.walkins import actions
from branch.walkins.models import Contact, ContactTry, Pairing
from tests.conftest import HALF_PAST_TWO, TODAY
from tests.factories import make_contact, make_member, make_pairing
from tests.walkins.pages import filled, values

pytestmark = pytest.mark.django_db
CONTACT = reverse("walkins:contact-create")


@pytest.fixture(autouse=True)
def _on_the_day(the_day, term):
    """All pages are read on 2026-11-24."""


def attempt(*pairings, **changes):
    by = pairings[0].member.staff.user
    facts = {"tried_on": TODAY, "mode": "phone", "on": TODAY, "by": by}
    return actions.record_try(pairings=pairings, **facts | changes)


def test_a_try_is_no_contact(pairing):
    attempt(pairing)

    assert ContactTry.objects.get().pairing == pairing
    assert not Contact.objects.exists()
    assert Pairing.objects.with_last_contact(TODAY).get().last_contact_on is None


def test_the_same_try_is_kept_once(pairing):
    attempt(pairing)

    with pytest.raises(ValidationError, match="没有再存一遍"):
        attempt(pairing)
    attempt(pairing, mode="face")
    assert ContactTry.objects.count() == 2


def test_nobody_keeps_a_try_for_a_strangers_pairing(pairing):
    with pytest.raises(ValidationError, match="现在不能代记"):
        attempt(pairing, by=make_member().staff.user)


def test_it_is_withdrawn_on_its_day_by_who_kept_it(pairing):
    step = attempt(pairing, make_pairing(member=pairing.member))

    undo(step, on=TODAY, at=HALF_PAST_TWO, by=step.by)

    assert not ContactTry.objects.exists()


def test_the_second_button_of_the_form_keeps_day_and_mode(client, pair, pairing):
    form = filled(client, f"{CONTACT}?pairing={pairing.pk}")

    page = client.post(CONTACT, form | {"unreached": "1", "mode": "face"}, follow=True)

    one = ContactTry.objects.get()
    assert (one.pairing, one.tried_on, one.mode, one.recorded_by) == (pairing, TODAY, "face", pair)
    assert not Contact.objects.exists()
    text = page.content.decode()
    assert "记下了：没联系上，不计入次数。" in text
    assert reverse("portal:step-undo", args=[UndoStep.objects.get().token]) in text
    assert "已记录 0 次" in text


def test_one_tap_on_the_page_of_the_pairing_keeps_a_call_of_today(client, pair, pairing):
    page = client.get(pairing.get_absolute_url())
    sent = values(page.context["try_form"]) | {"unreached": "1"}

    client.post(page.context["drafts"].address, sent)
    client.post(page.context["drafts"].address, sent)

    assert list(ContactTry.objects.values_list("tried_on", "mode")) == [(TODAY, "phone")]


def test_a_text_is_not_lost_with_a_try(client, pair, pairing):
    form = filled(client, f"{CONTACT}?pairing={pairing.pk}") | {"fact": "聊了社团"}

    page = client.post(CONTACT, form | {"unreached": "1"})

    assert list(page.context["form"].errors) == ["fact"]
    assert "聊了社团" in page.content.decode()
    assert not ContactTry.objects.exists()


def test_the_timeline_shows_it_quietly_between_the_contacts(client, pair, pairing):
    contact = make_contact(pairing)
    attempt(pairing)

    page = client.get(pairing.get_absolute_url())

    found = [(entry["tried"], entry["share"]) for entry in page.context["entries"]]
    assert found == [(ContactTry.objects.get(), None), (None, contact.shares.get())]
    assert page.context["contact_count"] == 1
    narrowed = client.get(pairing.get_absolute_url(), {"kind": "care"})
    assert [entry["tried"] for entry in narrowed.context["entries"]] == [None]
