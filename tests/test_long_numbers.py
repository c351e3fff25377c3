"""A number longer than any column holds is a 404 or a sentence, never a failure of the database."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from branch.accounts.models import User
from branch.core.forms import KeyField, RowsField
from branch.core.keys import LARGEST_KEY, KeyConverter
from tests.clients import BACKEND
from tests.doors import DOORS
from tests.world import make_world

pytestmark = pytest.mark.django_db
LONG = 10**24 + 7
SHORT = 86420
BEYOND = LARGEST_KEY + 1
PARAMETERS = ("page", "year", "on", "column", "student", "member", "pairing", "term", "class")


def _patterns(entries):
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns)
        elif isinstance(entry, URLPattern):
            yield entry.pattern


@pytest.fixture
def world(the_day):
    return make_world()


@pytest.fixture
def as_everybody(world, django_client):
    """A browser of the secretary and one of the administrator, who may open everything between them."""
    browsers = [django_client(), django_client()]
    for browser, who in zip(browsers, ("secretary", "admin"), strict=True):
        browser.force_login(world.users[who], BACKEND)
    return browsers


def test_no_address_takes_a_number_without_bound():
    patterns = list(_patterns(get_resolver().url_patterns))

    converters = {type(one) for pattern in patterns for one in pattern.converters.values()}
    assert KeyConverter in converters
    assert IntConverter not in converters


@pytest.mark.parametrize("number", [LONG, BEYOND])
def test_an_address_with_a_long_number_is_a_404(world, as_everybody, number):
    answers = {}
    for name, door in DOORS.items():
        known = world.kwargs(door.row, "own")
        for key in [key for key, value in known.items() if isinstance(value, int)]:
            address = reverse(name, kwargs=known | {key: SHORT}).replace(f"{SHORT}", f"{number}")
            for browser in as_everybody:
                answers[name] = browser.get(address).status_code

    assert len(answers) > 50
    assert answers == dict.fromkeys(answers, 404)


@pytest.mark.parametrize("value", [str(LONG), f"2026-11-24~{LONG}", f"2026-11-24~{BEYOND}"])
def test_a_long_number_in_a_query_is_no_failure(as_everybody, value):
    lists = [name for name, door in DOORS.items() if not door.row]
    answers = set()
    for name in lists:
        for browser in as_everybody:
            for parameters in (PARAMETERS, ("older",), ("newer",)):
                query = dict.fromkeys(parameters, value)
                answers.add(browser.get(reverse(name), query).status_code)

    assert answers <= {200, 302, 403, 404, 405}


@pytest.mark.parametrize("number", [LONG, BEYOND, "9" * 5000, "007", "-1", "１"])
def test_a_choice_of_rows_refuses_it_with_a_sentence(number, teacher):
    field = RowsField(User.objects.all())

    with pytest.raises(ValidationError, match="请重新选择"):
        field.clean([str(teacher.pk), str(number)])
    assert list(field.clean([str(teacher.pk)])) == [teacher]


@pytest.mark.parametrize("number", [LONG, BEYOND])
def test_a_hidden_number_refuses_it_with_a_sentence(number):
    with pytest.raises(ValidationError, match="不能大于"):
        KeyField().clean(str(number))


def test_the_reference_data_answers_404(as_everybody):
    answers = {
        browser.get(f"/desk/admin/core/figure/{LONG}/change/").status_code
        for browser in as_everybody
    }

    assert answers <= {302, 403, 404}
