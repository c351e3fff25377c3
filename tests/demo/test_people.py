"""The people and pictures of the demo school agree with themselves."""

from collections import Counter
from hashlib import sha256

import pytest

from branch.demo.names import GUARDIAN_GIVEN, PUPIL_GIVEN, STAFF_GIVEN, gender_in
from branch.news.models import Article, ArticlePhoto
from branch.school.models import Guardian, Staff, Student

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_school")]
FATHERS, MOTHERS = set(GUARDIAN_GIVEN[::2]), set(GUARDIAN_GIVEN[1::2])


def digest_of(file):
    with file.open() as picture:
        return sha256(picture.read()).hexdigest()


@pytest.mark.parametrize("model", [Staff, Student])
def test_a_gender_agrees_with_the_name(model):
    given = {*STAFF_GIVEN, *PUPIL_GIVEN}
    people = [row for row in model.objects.all() if row.name[1:] in given]

    assert len(people) >= 80
    wrong = {row.name: row.gender for row in people if gender_in(row.name) not in ("", row.gender)}
    assert wrong == {}
    assert {row.gender for row in people} == {"f", "m"}


def test_a_mother_has_a_name_of_a_woman_and_a_father_that_of_a_man():
    parents = Guardian.objects.filter(staff=None)

    assert {row.name[1:] for row in parents.filter(relation="父亲")} <= FATHERS
    assert {row.name[1:] for row in parents.filter(relation="母亲")} <= MOTHERS
    (colleague,) = Guardian.objects.exclude(staff=None)
    assert colleague.relation == {"f": "母亲", "m": "父亲"}[colleague.staff.gender]


def test_no_two_published_articles_have_the_same_picture():
    """So that no page that lists them shows one twice."""
    shown = ArticlePhoto.objects.filter(article__in=Article.objects.published())

    pictures = Counter(digest_of(row.file) for row in shown)

    assert len(pictures) >= 5
    assert set(pictures.values()) == {1}
