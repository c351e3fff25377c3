"""What an app contributes carries the ids of all students it names, which the pages note as read."""

import re
from collections import defaultdict
from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from branch.accounts.models import User
from branch.core.contributions import OptionSource, PeopleSource
from branch.core.models import SiteProfile
from branch.core.periods import Period
from branch.coverage.board import sections
from branch.coverage.desk import todos
from branch.coverage.status import load_tallies, statuses
from branch.ledgers.ledger import Ledger
from branch.ledgers.sheets import Sheet
from branch.portal.people import first_of
from branch.school.models import Student
from branch.walkins.models import Pairing
from tests.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_school", "the_day")]
READERS = ("secretary", "committee", "member", "head", "counsellor")


@pytest.fixture
def ids_by_name():
    ids = defaultdict(set)
    for pk, name in Student.objects.values_list("pk", "name"):
        ids[name].add(pk)
    return ids


def gaps_and_excuses(user):
    for status in statuses(user, on=TODAY):
        for gap in (*status.gaps, *(gap for gap, _ in status.excused)):
            yield f"{gap.title} {gap.group} {gap.whose} {gap.says}", gap.student_ids


def todos_of(user):
    found = statuses(user, on=TODAY)
    own = [gap for status in found for gap in status.own_gaps]
    for todo in todos(found, own, user=user, site=SiteProfile.current(), at=timezone.now()):
        yield f"{todo.title} {todo.note}", todo.student_ids


def board_sections(user):
    found = statuses(user, on=TODAY)
    load_tallies(found)
    for added in sections(user, on=TODAY, site=SiteProfile.current(), statuses=found):
        yield render_to_string(added.template, {"section": added.data}), added.student_ids


def typed():
    """Some texts that find students in every list: names of paired students, and their surnames."""
    paired = Pairing.objects.order_by("pk").values_list("student__name", flat=True)
    return {name[:count] for name in paired[:8] for count in (1, len(name))}


def people(user):
    for source in PeopleSource.open_to(user):
        for text in typed():
            found, _ = first_of(source.find(user, text, on=TODAY))
            rows = source.rows(found, user, on=TODAY)
            shown = [render_to_string(source.template, {"row": row}) for row in rows]
            yield "".join(shown), source.student_ids(found)


def options(user):
    for source in OptionSource.open_to(user):
        for text in typed():
            found, _ = first_of(source.find(user, text, on=TODAY))
            shown = [source.option(row, on=TODAY) for row in found]
            yield " ".join(f"{row.label} {row.note}" for row in shown), source.student_ids(found)


def ledgers(user):
    year = Period(TODAY - timedelta(days=365), TODAY, "")
    for ledger in Ledger.open_to(user):
        sheet = Sheet(ledger, user, year, "", timezone.now())
        yield f"{sheet.info} {sheet.texts} {sheet.total}", sheet.ledger.student_ids(sheet.rows)


@pytest.mark.parametrize(
    ("texts_of", "names_students"),
    [
        (gaps_and_excuses, True),
        (todos_of, True),
        (people, True),
        (options, True),
        (board_sections, False),
        (ledgers, False),
    ],
)
def test_a_text_carries_the_ids_of_the_students_it_names(texts_of, names_students, ids_by_name):
    longest_first = sorted(ids_by_name, key=len, reverse=True)
    name_in = re.compile("|".join(longest_first))

    named, missing = set(), set()
    for username in READERS:
        for text, ids in texts_of(User.objects.get(username=username)):
            names = set(name_in.findall(text))
            named |= names
            missing |= {name for name in names if not ids_by_name[name] & set(ids)}

    assert missing == set()
    assert bool(named) is names_students
