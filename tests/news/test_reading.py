"""The SQL of public lists finds what their definition in the ORM finds."""

from datetime import date
from functools import reduce
from operator import or_

import pytest
from django.db.models import Q
from django.utils import timezone

from branch.news import reading
from branch.news.frame import frame
from branch.news.models import Article
from tests.costs import cost_of
from tests.news.factories import add_picture, make_column, make_draft, make_editor

pytestmark = pytest.mark.django_db
DAYS = [date(2023, 12, 31), date(2024, 1, 1), *(date(2026, 11, day) for day in range(1, 9))]


@pytest.fixture
def columns():
    """Public columns on two levels with 90 articles, several a day, in every state; one column is empty."""
    top = make_column("支部要闻")
    found = [top, make_column("党课", parent=top), make_column("心育之窗"), make_column("空栏目")]
    hidden = make_column("内部", is_public=False)
    now = timezone.now()
    Article.objects.bulk_create(
        Article(
            column=[*found[:3], hidden][n * n % 7 % 4],
            title=f"第{n}篇",
            title_key=f"第{n}篇",
            state=Article.State.WITHDRAWN if n % 9 == 0 else Article.State.PUBLISHED,
            published_on=DAYS[n * 3 % 11 % 10],
            first_published_at=now,
            created_at=now,
            updated_at=now,
        )
        for n in range(90)
    )
    make_draft(column=top)
    return found


def own(column):
    return Article.objects.filter(state=Article.State.PUBLISHED, column=column)


def newest_of(columns, count):
    """The definition: conditions joined by OR, one sub-select for each column."""
    each = (Q(pk__in=own(column).newest_first().values("pk")[:count]) for column in columns)
    return Article.objects.filter(reduce(or_, each)).newest_first()


def test_the_newest_of_each_column_are_those_of_one_subselect_for_each(columns):
    assert reading.newest_of_each(columns, 5) == list(newest_of(columns, 5))


def test_the_newest_of_all_columns_are_those_of_one_subselect_for_each(columns):
    found = Article.objects.newest_in(columns, 7)

    assert list(found) == list(newest_of(columns, 7)[:7])


def test_no_columns_have_no_articles(columns):
    assert list(Article.objects.newest_in([], 7)) == []
    assert reading.newest_of_each([], 5) == []


@pytest.mark.parametrize("year", [None, 2023, 2024, 2026])
def test_pages_from_the_newest_to_the_oldest_hold_every_article_once(columns, year):
    published = Article.objects.published().newest_first()
    expected = list(published.in_year(year) if year else published)

    found = []
    while few := reading.next_few(columns, 4, place=place(found), year=year):
        found += few

    assert found == expected


def place(found):
    return (found[-1].published_on, found[-1].pk) if found else None


def test_the_nearest_on_the_newer_side_come_first(columns):
    rows = list(Article.objects.published().newest_first())
    middle = rows[40]

    found = reading.next_few(columns, 6, side="gt", place=(middle.published_on, middle.pk))

    assert found == rows[34:40][::-1]


def test_a_listed_article_has_its_column_and_its_first_picture(columns):
    editor = make_editor()
    article = make_draft(column=columns[2], by=editor)
    first, _ = add_picture(article, editor), add_picture(article, editor)
    Article.objects.filter(pk=article.pk).update(
        state=Article.State.PUBLISHED,
        published_on=date(2026, 12, 1),
        first_published_at=timezone.now(),
        written_by=None,
    )

    (found, *_), queries = cost_of(lambda: reading.next_few(columns, 3))

    assert (found, found.cover.url, found.column) == (article, first.url, columns[2])
    assert queries == 1


def test_the_years_reach_from_the_newest_article_to_the_oldest(columns):
    assert list(reading.years(frame(1, on=date(2026, 11, 24)))) == [2026, 2025, 2024, 2023]


def test_without_articles_there_are_no_years():
    assert list(reading.years(frame(1, on=date(2026, 11, 24)))) == []
