import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from branch.news import actions
from branch.news.models import Article
from tests.labels import valueless_in
from tests.news.factories import (
    AT,
    DAY,
    add_picture,
    make_column,
    make_draft,
    make_many,
    make_public,
    make_published,
    make_submitted,
)

pytestmark = pytest.mark.django_db


def headlines(response):
    return [article.headline for article in response.context["articles"]]


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def test_an_article_shows_author_source_and_date_in_this_order(client):
    article = make_published(
        title="让每一次谈心|都有回音", kind=Article.Kind.COMMENTARY, on=date(2025, 11, 18)
    )

    page = client.get(article.public_url).content.decode()

    assert "<h1>【网评】<wbr>让每一次谈心<wbr>都有回音</h1>" in page
    meta = [page.index(words) for words in ("作者：作者甲", "来源：春山中学党支部", "发布日期：")]
    assert meta == sorted(meta)
    assert '<time datetime="2025-11-18">2025-11-18</time>' in page


def test_an_article_has_its_metadata(client):
    article = make_published(title="开班", column=make_column("家长学校"))

    page = client.get(article.public_url).content.decode()

    assert f'<link rel="canonical" href="http://testserver/news/{article.pk}/">' in page
    for name, content in {
        "SiteName": "广勤中学党支部",
        "ColumnName": "家长学校",
        "ArticleTitle": "开班",
        "PubDate": "2026-11-24",
        "ContentSource": "春山中学党支部",
    }.items():
        assert f'<meta name="{name}" content="{content}">' in page


def test_the_type_size_is_chosen_by_links_without_scripts(client):
    article = make_published()

    client.get(f"/prefs/set/?font=l&next={article.public_url}")
    page = client.get(article.public_url).content.decode()

    assert 'class="gq-body" data-fs="l"' in page
    assert f"?font=s&amp;next={article.public_url}" in page.replace("%2F", "/")


def test_a_body_is_sanitised_again_when_shown(client):
    article = make_published()
    Article.objects.filter(pk=article.pk).update(body="<p onclick=x()>甲</p><script>y()</script>")

    page = client.get(article.public_url).content.decode()

    assert "<p>甲</p>" in page
    assert "onclick" not in page
    assert "y()" not in page


@pytest.mark.parametrize("title", ["<script>alert(1)</script>", "甲|<img src=x onerror=y()>"])
def test_a_title_is_never_markup(client, title):
    article = make_published(title=title)

    for address in (article.public_url, "/news/", reverse("news:feed", args=["news"])):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_an_unpublished_article_is_a_404(client, state):
    draft = make_draft()
    if state == "submitted":
        actions.submit(draft, version=draft.version, by=draft.written_by, at=AT)

    assert client.get(draft.public_url).status_code == 404


def test_an_article_of_a_hidden_column_is_a_404(client):
    hidden = make_column("校内", is_public=False)
    article = make_published(column=hidden)

    assert client.get(article.public_url).status_code == 404
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_a_withdrawn_article_answers_410_and_shows_nothing_of_itself(client, secretary):
    article = make_published(title="不该出现的题目")
    actions.withdraw(article, version=article.version, remark="内容有误", by=secretary, at=AT)

    response = client.get(article.public_url)

    assert response.status_code == 410
    assert "这篇文章已撤下" in words(response)
    assert "不该出现的题目" not in words(response)
    assert "内容有误" not in words(response)


def test_readers_see_the_note_of_a_correction(client, secretary):
    article = make_published()
    draft = actions.begin_correction(article, version=article.version, by=article.written_by, at=AT)
    draft = actions.revise(
        draft, version=draft.version, by=article.written_by, at=AT, correction_note="人数已改正。"
    )
    draft = actions.submit(draft, version=draft.version, by=article.written_by, at=AT)
    assert client.get(draft.public_url).status_code == 404
    actions.publish(draft, version=draft.version, by=secretary, at=AT)

    assert "更正说明：人数已改正。" in words(client.get(article.public_url))


def test_an_article_links_to_its_neighbours_in_the_column(client):
    older, article, newer = (make_published(on=DAY - timedelta(days=n)) for n in (3, 2, 1))
    make_published(column=make_column("网评"), on=DAY - timedelta(days=2))

    response = client.get(article.public_url)

    assert (response.context["before"], response.context["after"]) == (older, newer)


def test_an_article_has_related_ones_of_its_column_the_nearest_but_its_neighbours_first(client):
    rows = [make_published(on=DAY - timedelta(days=n)) for n in range(6)]
    make_published(column=make_column("网评"))
    make_draft()

    related = client.get(rows[2].public_url).context["related"]

    assert related == [rows[0], rows[4], rows[5]]


def test_in_a_short_column_the_neighbours_are_the_related_ones(client):
    older, article, newer = (make_published(on=DAY - timedelta(days=n)) for n in (3, 2, 1))
    make_submitted()

    page = client.get(article.public_url)

    assert page.context["related"] == [newer, older]
    assert "相关文章" in words(page)


@pytest.mark.parametrize("known", ["author_text", "source_text", ""])
def test_what_is_not_known_of_an_article_is_left_out(client, known):
    sparse = {"author_text": "", "source_text": "", "body": "<p>正文。</p>"}
    article = make_published(**sparse | ({known: "甲"} if known else {}))

    page = client.get(article.public_url)

    assert valueless_in(page.content.decode()) == []
    assert [label in words(page) for label in ("作者：", "来源：")] == [
        known == "author_text",
        known == "source_text",
    ]


def test_an_old_article_is_marked_as_old(client):
    today = timezone.localdate()
    make_many(3, on=today - timedelta(days=9))
    make_many(1, title="很久以前", on=today - timedelta(days=400))

    page = client.get("/news/").content.decode()

    assert page.count("往期文章") == 1


def test_a_list_shows_the_newest_first_including_columns_below(client):
    make_published(title="旧", column=make_column("网评"), on=DAY - timedelta(days=9))
    make_published(title="新", column=make_column("理论学习"), on=DAY)
    make_published(title="别处", column=make_column("家长学校"))

    response = client.get(make_column("学习园地").get_absolute_url())

    assert headlines(response) == ["新", "旧"]


def test_a_list_is_narrowed_to_a_year(client):
    make_published(title="今年", on=DAY)
    make_published(title="前年", on=date(2024, 5, 1))

    assert headlines(client.get("/news/?year=2024")) == ["前年"]
    assert headlines(client.get("/news/?year=1066")) == ["今年", "前年"]


def test_a_long_list_is_paged_in_both_directions(client):
    made = make_many(45)
    expected = [article.headline for article in reversed(made)]

    first = client.get("/news/")
    second = client.get("/news/" + first.context["older_url"])
    third = client.get("/news/" + second.context["older_url"])
    back = client.get("/news/" + third.context["newer_url"])

    assert headlines(first) + headlines(second) + headlines(third) == expected
    assert headlines(back) == headlines(second)
    assert (first.context["newer_url"], third.context["older_url"]) == ("", "")


@pytest.mark.parametrize("query", ["older=x", "older=2026-01-01~", "newer=1~1", "older=~~"])
def test_an_unreadable_place_shows_the_first_page(client, query):
    article = make_published()

    assert headlines(client.get(f"/news/?{query}")) == [article.headline]


def test_a_list_links_to_no_empty_column(client):
    make_published(column=make_column("网评"))

    names = [column.name for column in client.get("/news/").context["siblings"]]

    assert names == ["学习园地"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_however_long(client, count, django_assert_num_queries):
    article = make_many(count)[0]
    client.get(article.public_url)

    with django_assert_num_queries(3):
        client.get("/news/")


@pytest.mark.parametrize("count", [1, 3])
def test_a_column_costs_the_same_however_long(client, count, django_assert_num_queries):
    make_many(count, column=make_column("网评"))
    client.get("/news/")

    with django_assert_num_queries(3):
        client.get("/news/commentary/")


@pytest.mark.parametrize("count", [1, 3])
def test_an_article_costs_the_same_however_many_neighbours_it_has(
    client, count, django_assert_num_queries
):
    article = make_many(count)[0]
    client.get("/news/")

    with django_assert_num_queries(3):
        client.get(article.public_url)


def test_an_article_with_a_picture_stays_within_its_query_budget_without_cache(
    client, editor, django_assert_max_num_queries
):
    draft = make_draft(by=editor)
    add_picture(draft, editor)
    article = actions.submit(draft, version=draft.version, by=editor, at=AT)
    article = make_public(article)
    cache.clear()

    with django_assert_max_num_queries(6):
        client.get(article.public_url)


def test_a_cached_article_costs_one_query(client, django_assert_num_queries):
    article = make_published()
    client.get(article.public_url)

    with django_assert_num_queries(1):
        client.get(article.public_url)


def test_the_feed_of_a_column_holds_its_newest(client):
    make_published(title="家教讲座|开讲", column=make_column("家长学校"), author_text="作者甲")
    make_published(title="别处", column=make_column("网评"))

    feed = client.get(reverse("news:feed", args=["together"]))

    page = feed.content.decode()
    assert feed.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert re.findall(r"<item><title>([^<]+)</title>", page) == ["家教讲座开讲"]


def test_the_feed_of_all_is_called_news_and_an_unknown_one_is_a_404(client):
    make_published(title="甲")

    assert "<title>甲</title>" in client.get("/feeds/news/").content.decode()
    assert client.get("/feeds/none/").status_code == 404
