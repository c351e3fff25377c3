"""家长提的问题: for who leads the event, on paper too, and more of them at the salon; nobody is named."""

from datetime import timedelta

import pytest
from django.urls import reverse

from branch.service.models import ParentQuestion
from tests.activities.page_form import form_of
from tests.factories import make_staff
from tests.service.factories import make_event, make_opening

pytestmark = pytest.mark.django_db
ASKED, NEW = "考前睡不着怎么办？", "作业写到十一点怎么办？"


@pytest.fixture
def salon(clock):
    """A salon that begins in half an hour, whose sign-up is over, and a colleague who leads it."""
    soon = clock.at + timedelta(minutes=30)
    event = make_event(starts_at=soon, ends_at=soon + timedelta(hours=1), format="salon")
    opening = make_opening(event, closes_at=clock.at - timedelta(hours=1))
    opening.questions.create(text=ASKED)
    event.parts.create(role="host", staff=make_staff())
    return opening


def address(name, opening):
    return reverse(f"service:{name}", args=[opening.pk])


def test_who_leads_the_salon_reads_and_prints_the_questions(client, salon):
    client.force_login(salon.activity.parts.get().staff.user)

    pages = [client.get(address(name, salon)) for name in ("questions", "questions-print")]

    assert [ASKED in page.content.decode() for page in pages] == [True, True]


def test_a_question_is_added_at_the_salon_without_a_name(client, salon):
    client.force_login(salon.activity.parts.get().staff.user)
    here = address("questions", salon)

    client.post(here, form_of(client.get(here)) | {"text": NEW})

    assert set(salon.questions.values_list("text", flat=True)) == {ASKED, NEW}
    assert {field.name for field in ParentQuestion._meta.fields} == {"id", "opening", "text"}


def test_none_is_shown_while_families_sign_up(as_committee, salon, clock):
    salon.closes_at = clock.at + timedelta(minutes=10)
    salon.save()

    assert as_committee.get(address("questions", salon)).status_code == 404


def test_none_is_added_when_the_door_is_closed(client, salon, clock):
    client.force_login(salon.activity.parts.get().staff.user)
    sent = form_of(client.get(address("questions", salon))) | {"text": NEW}
    clock.go_on(hours=4)

    page = client.post(address("questions", salon), sent)

    assert ("现在不是登记到场的时间" in page.content.decode(), NEW in page.content.decode()) == (
        True,
        True,
    )
    assert salon.questions.count() == 1


def test_a_colleague_without_a_part_in_it_reads_none(client, salon, teacher):
    client.force_login(teacher)

    assert client.get(address("questions", salon)).status_code == 404
