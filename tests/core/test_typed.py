"""What people type to search is cut into words, and into phrases in quotes of any kind."""

import pytest

from branch.core.typed import has_every_word, words_of
from branch.news.models import Article
from branch.school.finding import Asked
from tests.news.factories import make_draft


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("家访 谈心", ["家访", "谈心"]),
        ("　家访　家访 ", ["家访"]),
        ("“心育 之窗”", ["心育 之窗"]),
        ("「心育」谈心", ["心育", "谈心"]),
        ("心育『之窗』'谈心'", ["心育", "之窗", "谈心"]),
        ("＂心育＂", ["心育"]),
        ("“心育", ["心育"]),
        ("don't stop", ["don't", "stop"]),
        ('"don\'t stop"', ["don't stop"]),
        ('""心育""', ["心育"]),
        ("初二（3）班 ＡＢ", ["初二（3）班", "ＡＢ"]),
        ("'open day'", ["open day"]),
        ("“”", []),
    ],
)
def test_the_words_of_a_query(query, words):
    assert words_of(query) == words


@pytest.mark.parametrize("typed", ["“曾小明”", "「曾小明」", "'曾小明'", '"曾 小明"'])
def test_a_name_in_quotes_is_the_name(typed):
    assert Asked.of(typed) == Asked("曾小明")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "number"), [("家访 谈心", 1), ("“家访”", 2), ("谈心 没有", 0), ("“”", 0)]
)
def test_a_list_has_every_word_in_one_of_its_columns(typed, number):
    make_draft(title="家访", subtitle="谈心")
    make_draft(title="家访", subtitle="")

    assert Article.objects.filter(has_every_word(typed, "title", "subtitle")).count() == number


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["初二（3）班", "家长会：谈心", "“班家长会：”"])
def test_a_list_is_searched_as_its_columns_are_written(typed):
    make_draft(title="初二（3）班家长会：谈心")

    assert Article.objects.filter(has_every_word(typed, "title")).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["家访 谈心", "“谈心”家访", "谈 心"])
def test_an_article_of_the_desk_is_found_by_all_words_of_its_title(typed):
    make_draft(title="家访")
    one = make_draft(title="家访之后，谈心")

    assert list(Article.objects.titled_like(typed)) == [one]
