"""Nothing a family left is read by anybody but its organiser and the crew: not in public, not on the desk."""

import pytest
from django.urls import reverse

from branch.core.models import AccessRecord, AuditEvent, FormToken
from branch.coverage.models import Notice
from tests.service.factories import NOW
from tests.service.parents.doors import DOORS
from tests.service.parents.pages import address, send

pytestmark = pytest.mark.django_db
QUESTION = "考前整夜睡不着怎么办呢"
PUBLIC = [name for name, door in DOORS.items() if door.is_public]


@pytest.fixture
def left(client, opening, clock):
    """What a family left: name, telephone, code, token and question."""
    send(client, opening, clock, name="古丽娜尔", question=QUESTION)
    client.cookies.clear()
    row = opening.signups.get()
    return [row.name, row.phone, row.code, row.code_says, str(row.token), QUESTION]


def found(texts, left):
    return {name: [word for word in left if word in text] for name, text in texts.items()}


def test_no_public_page_file_or_feed_has_any_of_it(client, opening, left):
    texts = {}
    for name in PUBLIC:
        args = [opening.activity_id] if DOORS[name].row else []
        answer = client.get(reverse(name, args=args))
        texts[name] = answer.content.decode() + str(answer.headers) + str(answer.cookies)

    assert len(texts) == 7
    assert found(texts, left) == {name: [] for name in PUBLIC}


@pytest.mark.parametrize("person", ["teacher", "editor", "administrator", "counsellor"])
def test_no_page_of_the_desk_has_any_of_it_for_a_colleague(request, client, opening, left, person):
    client.force_login(request.getfixturevalue(person))
    addresses = ["/desk/", "/desk/people/?q=gulinaer", "/desk/parents/", "/desk/doors/"]
    addresses += [f"/desk/parents/{opening.pk}/", f"/desk/doors/{opening.pk}/"]

    texts = {path: client.get(path).content.decode() for path in addresses}

    assert found(texts, left) == {path: [] for path in addresses}


def test_no_trace_token_notice_or_reading_has_any_of_it(as_committee, opening, left):
    as_committee.get(reverse("service:parentopening-detail", args=[opening.pk]))
    rows = [
        str(list(model.objects.values())) for model in (AuditEvent, AccessRecord, Notice, FormToken)
    ]
    # the token of the form is what it is; it is in a cookie of its own browser alone
    kept = [word for word in left if len(word) != 36]

    assert found(dict(enumerate(rows)), kept) == {0: [], 1: [], 2: [], 3: []}


def test_the_page_of_an_event_is_the_same_for_every_stranger(django_client, opening, left, clock):
    """Whoever has signed up and whoever has not read the same page, but for what each form is given."""
    clock.at = NOW
    first, second = (django_client().get(address("event", opening)) for _ in range(2))

    assert first.context["event"].seats_say == second.context["event"].seats_say
    assert len(first.content) == len(second.content)
