"""The public search finds words of two characters, and nothing that is not public."""

import pytest

from tests.news.factories import make_column, make_draft, make_many, make_published

pytestmark = pytest.mark.django_db
ANY_SAYS = "没有一篇文章含有全部这些词，下面列的是含有其中一个词的。"


def found(client, **query):
    return [row.title for row in client.get("/search/", query).context["articles"]]


def test_a_word_of_two_characters_is_found_in_the_text(client):
    make_published(title="春天的讲座", body="<p>先听三分钟。</p>")
    make_published(title="别的文章")

    assert found(client, q="三分") == ["春天的讲座"]


def test_a_draft_is_not_found(client):
    make_draft(title="金丝雀草稿")

    assert found(client, q="金丝") == []


def test_a_column_narrows_the_search(client):
    column = make_column("党课与冬训")
    make_published(title="党课一", column=column)
    make_published(title="党课二")

    assert found(client, q="党课", column=column.parent_id) == ["党课一"]


def test_an_empty_result_says_so_and_what_to_do(client):
    page = client.get("/search/", {"q": "没有的词"}).content.decode()

    assert "没有找到“没有的词”。" in page
    assert "换个词，或去掉筛选再看。" in page


def test_the_query_is_escaped(client):
    page = client.get("/search/", {"q": "<b>党课</b>"}).content.decode()

    assert "&lt;b&gt;党课&lt;/b&gt;" in page
    assert "<b>党课</b>" not in page


def test_an_empty_query_shows_an_invitation(client):
    assert "想找什么？" in client.get("/search/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_costs_the_same_for_one_hit_and_for_three(client, django_assert_num_queries, rows):
    for n in range(rows):
        make_published(title=f"家长学校{n}")
    client.get("/about/")

    with django_assert_num_queries(4):
        client.get("/search/", {"q": "家长"})


def test_a_capped_search_says_that_only_the_newest_were_searched(client):
    make_many(501, title="冬训")

    page = client.get("/search/", {"q": "冬训"}).content.decode()

    assert "只在最近的 500 篇里找。" in page


def test_a_hit_is_shown_in_an_excerpt(client):
    make_published(title="春天的讲座", body="<p>先听三分钟，再说话。</p>")

    page = client.get("/search/", {"q": "三分钟"}).content.decode()

    assert "先听<mark>三分钟</mark>，再说话。" in page


def test_one_character_is_searched_in_titles_and_the_page_says_so(client):
    make_published(title="春天的讲座", body="<p>听。</p>")

    page = client.get("/search/", {"q": "听"})

    assert list(page.context["articles"]) == []
    assert "只写一个字时，只在标题里找。" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "“心育”",
        "「心育」",
        "『心育』",
        '"心育"',
        "'心育'",
        "＂心育＂",
        "‘心育’",
        "《心育》",
        "“心育",
    ],
)
def test_quotes_of_any_kind_are_no_part_of_the_word(client, query):
    make_published(title="春天的讲座", body="<p>谈心育。</p>")

    assert found(client, q=query) == ["春天的讲座"]


def test_what_stands_in_quotes_is_one_word(client):
    make_published(title="分开的", body="<p>open the new day</p>")
    make_published(title="连着的", body="<p>the open day</p>")

    assert found(client, q='"open  day"') == ["连着的"]


def test_several_words_are_all_to_be_found(client):
    make_published(title="家访之后谈心")
    make_published(title="家访")

    page = client.get("/search/", {"q": "家访 谈心"})

    assert [row.title for row in page.context["articles"]] == ["家访之后谈心"]
    assert ANY_SAYS not in page.content.decode()


def test_where_nothing_has_all_words_any_of_them_is_shown_and_the_page_says_so(client):
    make_published(title="家访")
    make_published(title="谈心")
    make_published(title="讲座")

    page = client.get("/search/", {"q": "家访 谈心"})

    assert {row.title for row in page.context["articles"]} == {"家访", "谈心"}
    assert ANY_SAYS in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_for_any_word_costs_one_query_more(client, django_assert_num_queries, rows):
    for n in range(rows):
        make_published(title=f"家长学校{n}")
    client.get("/about/")

    with django_assert_num_queries(5):
        client.get("/search/", {"q": "家长 谈心"})
