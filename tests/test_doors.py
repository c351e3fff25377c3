"""Who may open which door: every address × every person × own and another's row × every verb."""

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from branch.core.models import AccessRecord
from tests.doors import DOORS, PEOPLE
from tests.world import make_world

pytestmark = pytest.mark.django_db
UNSTATED_VERBS = ("put", "patch", "delete", "options", "trace")
EDITOR_ONLY = {"news:article-create", "news:article-update"}


def _named(patterns, namespace=""):
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _named(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}"


OURS = {name for name in _named(get_resolver().url_patterns) if not name.startswith("admin:")}


def test_every_address_has_an_answer_and_every_answer_an_address():
    assert set(DOORS) == OURS


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Laid once for the whole table; what a door stores is rolled back after each test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def _address(name, world, whose):
    return reverse(name, kwargs=world.kwargs(DOORS[name].row, whose))


def _client(django_client, world, person):
    client = django_client(raise_request_exception=True)
    if person != "anonymous":
        client.force_login(world.users[person], "branch.accounts.backends.RoleBackend")
    return client


@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_door_opens_for_those_it_is_for_and_for_nobody_else(name, world, django_client):
    door = DOORS[name]
    expected, found = {}, {}
    for whose in ("own", "other") if door.row else ("own",):
        address = _address(name, world, whose)
        for person in PEOPLE:
            answer = _client(django_client, world, person).get(address)
            b"".join(
                answer
            )  # a file is read to its end; closing by hand would take the connection along
            expected[person, whose] = door.answer_to(person, whose)
            found[person, whose] = answer.status_code
            if found[person, whose] == 302 and not door.is_public:
                assert answer.url == f"{reverse('login')}?next={address}" or person != "anonymous"

    assert found == expected


@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_post_is_answered_as_a_get_would_be_or_refused(name, world, django_client):
    """Whom a GET turns away, a POST turns away too; a door that takes no POST says 405."""
    door = DOORS[name]
    expected, found = {}, {}
    for whose in ("own", "other") if door.row else ("own",):
        address = _address(name, world, whose)
        for person in PEOPLE:
            refusal = door.refusal_of_post(person, whose)
            if refusal:
                expected[person, whose] = refusal
                answer = _client(django_client, world, person).post(address)
                found[person, whose] = answer.status_code

    assert found == expected


@pytest.mark.parametrize("name", sorted(DOORS))
def test_no_answer_names_a_pupil_without_a_record_of_it(name, world, django_client):
    for whose in ("own", "other") if DOORS[name].row else ("own",):
        address = _address(name, world, whose)
        for person in PEOPLE:
            AccessRecord.objects.all().delete()
            answer = _client(django_client, world, person).get(address)
            text = b"".join(answer).decode(errors="ignore")
            named = {pupil.pk for pupil in world.pupils if pupil.name in text}
            recorded = AccessRecord.objects.filter(reader=world.users.get(person))
            noted = {pk for row in recorded for pk in row.subjects.get("student", [])}
            assert named - noted == set(), f"{person} reads {address}"


def test_the_world_s_pupils_are_named_where_one_looks_for_them(world, django_client, the_day):
    """Or the test above would look for nobody."""
    named = {}
    for name in ("walkins:pairing-list", "walkins:need-list", "school:student-list"):
        answer = _client(django_client, world, "committee").get(_address(name, world, "own"))
        named[name] = {pupil.name for pupil in world.pupils if pupil.name in answer.text}

    assert named == {
        "walkins:pairing-list": {"潘云澈", "鲁听澜"},
        "walkins:need-list": {"潘云澈", "尚知予"},
        "school:student-list": {"潘云澈", "鲁听澜", "尚知予"},
    }


@pytest.mark.parametrize("name", sorted(DOORS))
def test_no_other_verb_is_answered(name, world, django_client):
    client = _client(django_client, world, "secretary")
    address = _address(name, world, "own")

    answers = {verb: client.generic(verb.upper(), address).status_code for verb in UNSTATED_VERBS}

    assert answers == dict.fromkeys(UNSTATED_VERBS, 405)


@pytest.mark.parametrize("name", sorted(DOORS))
def test_every_answer_carries_the_same_strict_policy(name, world, django_client):
    answer = _client(django_client, world, "secretary").get(_address(name, world, "own"))
    b"".join(answer)
    parts = answer.headers["Content-Security-Policy"].split(";")
    policy = {part.split()[0]: part.split()[1:] for part in parts}

    assert policy["default-src"] == ["'none'"]
    if "sandbox" not in policy:
        assert ("style-src-attr" in policy) is (name in EDITOR_ONLY)
        assert any("nonce-" in source for source in policy["script-src"]) is (name in EDITOR_ONLY)
        assert policy["style-src"] == ["'self'"]
        assert policy["script-src"][0] == "'self'"
    if not DOORS[name].is_public:
        assert "no-store" in answer.headers["Cache-Control"]
