"""Articles of a column that is published with a partner name the partner as their source."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from branch.activities.models import Partner
from branch.news import actions
from branch.news.models import Article, Column
from tests.news.factories import AT, make_column, make_draft, make_public, make_submitted
from tests.news.test_desk import typed

pytestmark = pytest.mark.django_db
CREATE = reverse("news:article-create")


@pytest.fixture
def parenting():
    """家教宣传, and a partner for whom it is written."""
    Partner.objects.create(name="春晖社区", kind="community")
    return make_column("家教宣传")


def test_the_column_of_the_first_tree_is_published_with_partners():
    assert list(Column.objects.filter(is_co_published=True)) == [make_column("家教宣传")]


def test_the_source_names_a_partner_and_what_was_typed_stays(client, as_editor, parenting):
    page = client.post(CREATE, typed(column=parenting.pk))
    assert "“家教宣传”与共建单位合办，来源请写明单位名称，如：春晖社区。" in page.text
    assert "支部召开党员大会" in page.text

    client.post(CREATE, typed(column=parenting.pk, source_text="春晖社区、春山中学党支部"))
    assert Article.objects.get().source_text == "春晖社区、春山中学党支部"


def test_other_columns_name_whom_they_like(client, as_editor, parenting):
    client.post(CREATE, typed())

    assert Article.objects.get().source_text == "春山中学党支部"


def test_the_partners_of_today_are_suggested(client, as_editor, parenting):
    Partner.objects.create(name="旧街道", kind="street", is_active=False)
    page = client.get(CREATE)

    assert '<option value="春晖社区"></option></datalist>' in page.text
    assert "旧街道" not in page.text
    Column.objects.update(is_co_published=False)
    assert "春晖社区" not in client.get(CREATE).text


def test_without_partners_it_says_who_registers_them(parenting):
    Partner.objects.all().delete()

    with pytest.raises(ValidationError, match="请支委登记共建单位"):
        make_draft(column=parenting)


def test_a_draft_written_before_is_asked_when_it_is_submitted(parenting):
    Column.objects.update(is_co_published=False)
    draft = make_draft(column=Column.objects.get(pk=parenting.pk))
    Column.objects.filter(pk=parenting.pk).update(is_co_published=True)

    with pytest.raises(ValidationError, match="来源请写明单位名称"):
        actions.submit(draft, version=draft.version, by=draft.written_by, at=AT)


def test_a_partner_of_earlier_years_stays_the_source_and_its_article_is_withdrawn(
    parenting, secretary
):
    submitted = make_submitted(column=parenting, source_text="春晖社区")
    Partner.objects.update(is_active=False)
    article = make_public(submitted, secretary)
    Partner.objects.update(name="春晖里社区")
    facts = {"remark": "有误", "by": secretary, "at": AT}
    actions.withdraw(article, version=article.version, **facts)

    assert Article.objects.get().state == Article.State.WITHDRAWN
