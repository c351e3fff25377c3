from itertools import pairwise

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string

from branch.core.typed import QUOTES, fold
from branch.news import actions, search
from branch.news.clean import to_plain
from branch.news.models import Article
from tests.news.factories import AT, date, make_column, make_many, make_published

pytestmark = pytest.mark.django_db

BODIES = [
    "<p>建设“心育型”党支部，开展主题党日。</p>",
    "<p>党课与冬训：学习《中国家庭教育缺什么？》。</p>",
    "<p>主办“5+2>7”快乐家园 ，心理健康 ＡＢＣ 课。</p>",
    "<h2>一个党员，一面旗帜</h2><p>育心育人，冬训开班。</p><table><tr><td>心</td><td>育</td></tr></table>",
]


def found(query, **kwargs):
    return list(search.matching(Article.objects.published(), query, **kwargs))


def test_every_word_of_two_characters_that_a_scan_finds_is_found():
    articles = [make_published(body=body, title=f"题目{n}") for n, body in enumerate(BODIES)]
    texts = {article: fold(to_plain(article.body)) for article in articles}
    words = {a + b for text in texts.values() for a, b in pairwise(text)}
    words = {word for word in words if not set(word) & {" ", *QUOTES}}

    for word in sorted(words):
        assert set(found(word)) == {article for article, text in texts.items() if word in text}, (
            word
        )
    assert len(words) > 50


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("心育型", 1),
        ("冬训 党日", 0),
        ("冬训 旗帜", 1),
        ("abc", 1),
        ("5+2>7", 1),
        ("５＋２", 1),
        ("心育", 2),
        ("不存在", 0),
        ("“心育型”", 1),
        ("「冬训」 旗帜", 1),
        ("“心育型”党支部", 1),
    ],
)
def test_longer_words_and_several_words_are_found(query, number):
    for n, body in enumerate(BODIES):
        make_published(body=body, title=f"题目{n}")

    assert len(found(query)) == number


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("冬训 党日", {0, 1, 3}),
        ("冬训 家庭教育", {1, 3}),
        ("没有的词 冬训", {1, 3}),
        ("心育心 党课", {1}),
        ("没有的词 别的词", set()),
    ],
)
def test_of_several_words_any_may_be_asked_for(query, numbers):
    articles = [make_published(body=body, title=f"题目{n}") for n, body in enumerate(BODIES)]

    assert set(found(query, joined=search.ANY)) == {articles[n] for n in numbers}


def test_any_of_several_words_counts_a_single_character_in_titles():
    in_title = make_published(title="心声", body="<p>正文。</p>")
    in_text = make_published(title="别的", body="<p>冬训，用心。</p>")

    assert set(found("心 冬训", joined=search.ANY)) == {in_title, in_text}


def test_a_hit_in_the_title_comes_first_then_the_newest():
    old_title = make_published(title="冬训开班", on=date(2025, 2, 1))
    old_body = make_published(body="<p>冬训第一天。</p>", on=date(2025, 2, 1))
    new_body = make_published(body="<p>冬训第二天。</p>", on=date(2026, 2, 1))

    assert found("冬训") == [old_title, new_body, old_body]


@pytest.mark.parametrize("query", ["心", "“心 声”"])
def test_what_has_no_pair_of_characters_is_searched_in_titles_only(query):
    in_title = make_published(title="心 声", body="<p>正文。</p>")
    make_published(title="别的", body="<p>有心 声。</p>")

    assert found(query) == [in_title]


def test_a_withdrawn_article_is_not_found(secretary):
    article = make_published(title="冬训开班")
    assert found("冬训") == [article]

    actions.withdraw(article, version=article.version, remark="有误", by=secretary, at=AT)

    assert found("冬训") == []


def test_an_article_of_a_hidden_column_is_not_found():
    make_published(title="冬训开班", column=make_column("校内", is_public=False))

    assert found("冬训") == []


def test_of_a_word_in_very_many_articles_the_newest_are_shown():
    make_many(6, title="冬训")

    assert len(found("冬训", cap=4)) == 4


def test_an_old_hit_is_found_behind_many_newer_ones_that_only_share_its_pairs():
    """心育 and 育心 are in both; 心育心 is only in the old one."""
    old = make_published(title="心育心")
    make_many(6, title="育心、心育")

    assert found("心育心", cap=4) == [old]
    assert found("心育心 育心", cap=4) == [old]


def test_a_search_knows_whether_its_hits_were_capped():
    make_many(6, title="冬训")

    assert [search.is_capped("冬训", cap=cap) for cap in (5, 6)] == [True, False]
    assert search.is_capped("冬训0", cap=1) is False


def test_an_excerpt_marks_hits_and_escapes_markup():
    make_published(body="<p>“心育”，A&lt;b&gt;的<b>心育</b>课。</p>")

    (row,) = search.excerpts(found("心育"), "心育")
    page = render_to_string("news/excerpt.html", {"pieces": row.excerpt})

    assert page.strip() == "“<mark>心育</mark>”，A&lt;b&gt;的<mark>心育</mark>课。"


def test_the_index_can_be_rebuilt():
    article = make_published(title="冬训开班")
    search._run(search.CLEAR)  # noqa: SLF001 (what a restored backup would look like)
    assert found("冬训") == []

    call_command("reindex_articles", verbosity=0)

    assert found("冬训") == [article]
