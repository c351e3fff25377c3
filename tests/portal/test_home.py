"""The public home page."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from branch.activities import actions
from branch.core.models import SiteProfile
from branch.core.public import touch
from branch.news.models import Article
from tests.activities.factories import at, make_activity, make_planned, programme
from tests.conftest import TODAY
from tests.news.factories import make_column, make_published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_stands")]


def home(client):
    return client.get("/").content.decode()


def test_an_empty_site_shows_its_name_and_the_hotline(client):
    page = home(client)

    assert "广勤中学党支部" in page
    assert 'href="tel:12356"' in page
    assert "近期没有面向社会的活动。" in page


def test_the_newest_article_leads_and_is_not_repeated(client):
    make_published(title="旧闻", on=TODAY - timedelta(days=3))
    make_published(title="头条故事", on=TODAY)

    front = client.get("/").context["front"]

    assert front.lead.title == "头条故事"
    assert [row.title for row in front.headlines] == ["旧闻"]
    assert [first.title for _, first, _ in front.sections] == ["旧闻"]


def test_notices_are_shown_only_in_their_own_section(client):
    make_published(title="家长学校通知", column=make_column("通知"), kind="notice")
    make_published(title="一条新闻")

    front = client.get("/").context["front"]

    assert [row.title for row in front.notices] == ["家长学校通知"]
    assert front.lead.title == "一条新闻"


def test_upcoming_activities_are_those_open_to_all(client):
    make_planned(
        "社区大讲堂", title="青春期的情绪", starts_at=at(2026, 12, 5, 14), is_announced=True
    )
    make_planned("党课", title="金丝雀党课", is_announced=True)

    page = home(client)

    assert "社区大讲堂：青春期的情绪" in page
    assert "金丝雀党课" not in page


def test_an_activity_planned_by_a_counsellor_is_shown_after_the_committee_revised_it(
    client, counsellor, secretary
):
    facts = {"title": "金丝雀讲座", "starts_at": at(2026, 12, 5, 14), "place": "报告厅"}
    now = at(2026, 11, 24)
    planned = actions.plan_activity(
        programme=programme("社区大讲堂"), at=now, by=counsellor, **facts
    )
    assert "金丝雀讲座" not in home(client)

    actions.revise(planned, version=1, at=now, by=secretary, **facts)
    assert "社区大讲堂：金丝雀讲座" in home(client)

    actions.revise(planned, version=2, at=now, by=counsellor, **facts | {"title": "换了的题目"})
    assert "社区大讲堂" not in home(client)


def test_organisation_life_shows_the_latest_of_each_kind(client):
    make_activity("党课", title="旧党课", starts_at=at(2026, 9, 25))
    make_activity("党课", title="新党课", starts_at=at(2026, 10, 30))
    make_activity("班级团辅", title="金丝雀团辅")

    answer = client.get("/")

    assert answer.context["front"].life == [("党课", date(2026, 10, 30))]
    assert "新党课" not in answer.content.decode()


@pytest.mark.parametrize("column", ["组织生活", "支部动态"])
def test_upcoming_activities_and_organisation_life_lead_to_their_lists(client, column):
    make_activity("党课", title="党课", starts_at=at(2026, 10, 30))
    column = make_column(column)
    make_published(column=column)

    page = home(client)

    address = column.get_absolute_url()
    assert f'<h2 id="life"><a class="gq-q" href="{address}">组织生活</a></h2>' in page
    assert f'<li><b><a class="gq-q" href="{address}">党课</a></b>' in page
    assert (
        f'<h2 id="acts"><a class="gq-q" href="{reverse("service:calendar")}">近期活动</a>' in page
    )


def test_organisation_life_leads_nowhere_while_there_is_no_column_for_it(client):
    make_activity("党课", title="党课", starts_at=at(2026, 10, 30))

    assert '<h2 id="life">组织生活</h2>' in home(client)


def test_a_combined_meeting_counts_for_both_kinds(client):
    meeting = make_activity("党员大会", title="大会和学习")
    meeting.also_counts_as.add(programme("主题党日"))

    life = client.get("/").context["front"].life

    assert life == [("党员大会", date(2026, 11, 20)), ("主题党日", date(2026, 11, 20))]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_front_page_costs_eight_queries_four_with_a_warm_cache_and_one_when_cached(
    client, django_assert_num_queries, rows
):
    """Columns, week, members and figures, which other pages use too, come from the cache."""
    for n in range(rows):
        make_published(title=f"新闻{n}")
        make_activity("党课", title=f"党课{n}")
        make_planned("社区大讲堂", title=f"讲座{n}", is_announced=True)

    with django_assert_num_queries(8):
        client.get("/")
    with django_assert_num_queries(4):
        client.get("/?once=more")
    with django_assert_num_queries(1):
        client.get("/")


def test_a_new_article_is_on_the_front_page_at_once(client):
    home(client)
    make_published(title="刚刚发布")

    assert "刚刚发布" in home(client)


def test_a_change_of_the_site_profile_is_shown_at_once(client):
    home(client)
    SiteProfile.objects.update(school_line="8555-0120")
    touch()

    assert 'href="tel:8555-0120"' in home(client)


def test_the_parts_of_the_sitemap_list_pages_columns_and_articles(client):
    article = make_published()

    index = client.get("/sitemap.xml").content.decode()
    parts = re.findall("<loc>http://testserver(.*?)</loc>", index)
    text = "".join(client.get(part).content.decode() for part in parts)

    for address in ("/", "/about/", article.column.get_absolute_url(), article.public_url):
        assert text.count(f"<loc>http://testserver{address}</loc>") == 1


def test_a_part_of_the_sitemap_holds_the_articles_of_its_ids(client):
    model = make_published()
    base = model.pk // 500 * 500 + 500
    keys = [base, base + 499, base + 1700]
    Article.objects.bulk_create([replaced(model, pk=key) for key in keys])

    numbers = range(base // 500, base // 500 + 6)
    parts = [client.get(f"/sitemap-articles-{number}.xml") for number in numbers]

    assert [part.status_code for part in parts] == [200, 200, 200, 200, 200, 404]
    found = [re.findall("/news/([0-9]+)/<", part.content.decode()) for part in parts[:5]]
    assert found == [[str(model.pk)], [str(base), str(base + 499)], [], [], [str(base + 1700)]]


def replaced(article, *, pk):
    """A copy of the article with another key and title."""
    facts = {field.attname: getattr(article, field.attname) for field in Article._meta.fields}
    return Article(**facts | {"id": pk, "title_key": f"第{pk}篇"})


def test_the_menu_lists_columns_that_have_articles(client):
    make_published(column=make_column("支部要闻"))

    menu = [item.label for item in client.get("/").context["public_nav"]]

    assert menu == ["首页", "支部动态"]
