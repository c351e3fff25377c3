"""Who may open which address: every address × every user × own and another's row × every verb."""

import re

import pytest
from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.callers import address_of
from tests.door import PEOPLE, SIGNED_IN
from tests.doors import DOORS, ROWS
from tests.harm.doors import SHOWN_TO, TOLD
from tests.labels import valueless_in
from tests.leaks import holds
from tests.walkins.world import READ_BY, SENTENCE

pytestmark = pytest.mark.django_db
UNSTATED_VERBS = ("put", "patch", "delete", "options", "trace")
EVERYBODY = {"潘云澈", "潘云亭", "鲁听澜", "纪疏桐", "尹望舒", "尚知予", "佟越"}
EDITOR_ONLY = {"news:article-create", "news:article-update"}


def _named(patterns, namespace=""):
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _named(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}"


OURS = {name for name in _named(get_resolver().url_patterns) if not name.startswith("admin:")}


def test_the_table_has_every_address_exactly_once():
    assert sorted(name for name, _ in ROWS) == sorted(OURS)


@pytest.fixture(scope="module", params=sorted(DOORS))
def name(request):
    return request.param


@pytest.fixture(scope="module")
def answers(name, world, callers):
    """{(person, whose): Answer} to a GET of one address, requested once for all tests of it."""
    cache.clear()
    return {
        (person, whose): callers.ask(person, "get", address_of(name, world, whose))
        for whose in DOORS[name].cases
        for person in PEOPLE
    }


def test_an_address_answers_each_user_as_the_table_states(name, world, answers):
    door = DOORS[name]

    assert {key: answer.status for key, answer in answers.items()} == {
        key: door.answer_to(*key) for key in answers
    }
    for whose in DOORS[name].cases:
        answer = answers["anonymous", whose]
        if answer.status == 302 and not door.is_public:
            sign_in = f"{reverse('login')}?next={address_of(name, world, whose)}"
            assert answer.headers["Location"] == sign_in


def test_no_answer_names_a_pupil_without_a_record_of_it(answers):
    unrecorded = {key: answer.named - answer.recorded for key, answer in answers.items()}

    assert unrecorded == dict.fromkeys(answers, frozenset())


# who opens a sealed note where; nobody else reads it anywhere
OPENED = {
    "walkins:note-detail": {
        ("member", "own"),
        ("counsellor", "own"),
        ("counsellor", "other"),
        ("counsellor", "ended"),
    },
    "walkins:note-update": {("member", "own")},
    "walkins:visitnote-detail": {
        ("member", "own"),
        ("counsellor", "own"),
        ("counsellor", "other"),
    },
    "walkins:visitnote-update": {("member", "own")},
}


def test_a_sealed_text_is_in_no_answer_but_where_its_readers_open_it(name, answers):
    found = {key for key, answer in answers.items() if holds(answer.text, SENTENCE)}

    assert found == OPENED.get(name, set())


@pytest.mark.parametrize("text", READ_BY)
def test_what_is_private_about_a_family_is_read_by_those_alone_who_may(answers, text):
    found = {person for (person, _), answer in answers.items() if holds(answer.text, text)}

    assert found <= READ_BY[text]


def test_no_answer_shows_a_report_but_to_its_writer_and_the_named_persons(name, answers):
    shown = {person for (person, _), answer in answers.items() if TOLD in answer.text}

    assert shown == SHOWN_TO.get(name, set())


# who reads where that a guardian does not agree to photos in public
PORTRAITS = {
    name: {(person, whose) for person in ("committee", "secretary") for whose in DOORS[name].cases}
    | {("head", "own")}
    for name in ("school:consent-update", "school:student-detail")
}
REFUSED = re.compile(r'value="no"[^>]* checked|id="portraits".*?<b>不同意</b>', re.DOTALL)


def test_who_may_not_be_seen_on_photos_is_read_by_the_keepers_of_the_list(name, answers):
    found = {key for key, answer in answers.items() if REFUSED.search(answer.text)}

    assert found == PORTRAITS.get(name, set())


def test_a_public_page_has_no_label_without_a_value(answers):
    found = {whose: valueless_in(answers["anonymous", whose].text) for _, whose in answers}

    assert found == {whose: [] for whose in found}


def test_every_response_has_the_strict_content_security_policy(name, answers):
    answer = answers["secretary", "own"]
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


def test_a_post_is_refused_wherever_a_get_is(name, world, callers):
    """An address that takes no POST answers 405."""
    door = DOORS[name]
    refusals = {
        (person, whose): refusal
        for whose in DOORS[name].cases
        for person in PEOPLE
        if (refusal := door.refusal_of_post(person, whose))
    }
    found = {
        (person, whose): callers.ask(person, "post", address_of(name, world, whose)).status
        for person, whose in refusals
    }

    assert found == refusals


BUTTONS = sorted(name for name, door in DOORS.items() if not door.get)


@pytest.mark.parametrize("name", BUTTONS)
def test_a_get_of_a_button_leads_to_the_page_above(name, world, callers):
    """A page that takes a GET, from whose address nobody learns more than from the button's own."""
    address = address_of(name, world, "own")

    answers = [callers.ask(person, "get", address) for person in sorted(SIGNED_IN)]

    (place,) = {answer.headers["Location"] for answer in answers}
    assert DOORS[resolve(place).view_name].get
    assert place == reverse("portal:desk") or address.startswith(place)


def test_no_other_verb_is_answered(name, world, callers):
    address = address_of(name, world, "own")

    answers = {verb: callers.ask("secretary", verb, address).status for verb in UNSTATED_VERBS}

    assert answers == dict.fromkeys(UNSTATED_VERBS, 405)


NAMED = {
    ("committee", "walkins:pairing-list"): {"潘云澈", "鲁听澜"},
    ("committee", "walkins:need-list"): {"潘云澈", "尚知予"},
    ("committee", "school:student-list"): EVERYBODY,
    # a zip with a table in it, and a table
    ("teacher", "operations:job-file"): {"潘云澈", "鲁听澜"},
    ("admin", "rosters:import-problems"): {"潘云澈"},
}


@pytest.mark.parametrize(("person", "name"), NAMED)
def test_the_pupils_of_the_table_are_named(person, name, world, callers, the_day):
    """Without answers that name pupils, the test of access records would prove nothing."""
    answer = callers.ask(person, "get", address_of(name, world, "own"))

    named = {pupil.name for pupil in world.pupils if pupil.pk in answer.named}
    assert named == NAMED[person, name]
