import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from branch.core.consequences import digest_of, follows
from branch.core.models import SiteProfile
from branch.news import actions
from branch.news.clean import LOST
from branch.news.models import Article
from tests.news.factories import (
    AT,
    make_column,
    make_draft,
    make_many,
    make_published,
    make_submitted,
)

pytestmark = pytest.mark.django_db


def typed(**fields):
    """The data a browser sends for a new article, with the editor running."""
    given = {
        "form_token": uuid4(),
        "kind": "news",
        "column": make_column().pk,
        "title": "支部召开党员大会",
        "author_text": "作者甲",
        "source_text": "春山中学党支部",
        "body": "<p>十二月,支部召开大会。</p>",
        "body_format": "html",
    }
    return given | fields


TICK = 'name="is_checked"'


def step(client, article, name, **fields):
    address = reverse(f"news:article-{name}", args=[article.pk])
    article.refresh_from_db()
    said = follows(f"news.{name}", article, on=timezone.localdate(), by=None)
    data = {"form_token": uuid4(), "version": article.version, "seen": digest_of(said)} | fields
    return client.post(address, data)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def test_an_editor_writes_and_submits_and_the_secretary_publishes(client, editor, secretary):
    client.force_login(editor)
    written = client.post(reverse("news:article-create"), typed())
    article = Article.objects.get()
    assert written.url == article.get_absolute_url()
    step(client, article, "submit")

    client.force_login(secretary)
    step(client, article, "publish")

    assert "十二月，支部召开大会。" in client.get(article.public_url).content.decode()


def test_submitting_says_what_did_not_come_with_a_paste(client, as_editor):
    draft = make_draft(body="<p>见图。</p><img src='https://mmbiz.qpic.cn/x'>")

    step(client, draft, "submit")

    assert f"正文里还有“{LOST['img']}”" in words(client.get(draft.get_absolute_url()))


def test_an_editor_may_not_publish_or_withdraw(client, as_editor):
    waiting, published = make_submitted(), make_published()

    assert step(client, waiting, "publish").status_code == 403
    assert step(client, published, "withdraw", remark="不要了").status_code == 403
    waiting.refresh_from_db()
    published.refresh_from_db()
    assert (waiting.state, published.state) == ("submitted", "published")


def test_a_writer_who_publishes_is_told_that_another_person_must(client, secretary):
    article = make_submitted(by=secretary)
    client.force_login(secretary)

    answer = step(client, article, "publish")

    assert answer.status_code == 422
    assert "自己写的文章要由另一位同事签发。" in words(answer)


def test_the_writer_reads_that_another_person_must_before_trying(client, secretary, committee):
    article = make_submitted(by=secretary)
    page, publish = (
        reverse(f"news:article-{name}", args=[article.pk]) for name in ("detail", "publish")
    )
    client.force_login(secretary)
    own = client.get(page)
    client.force_login(committee)

    assert "自己写的文章要由另一位同事签发。" in words(own)
    assert f'action="{publish}"' not in own.text
    other = client.get(page).text
    assert (f'action="{publish}"' in other, TICK in other) == (True, False)


def test_a_teacher_sees_no_drafts(client, as_teacher, editor):
    article = make_draft(by=editor, title="未发布的题目")

    for name in ("article-detail", "article-update", "article-sheet", "photo-add", "file-add"):
        assert client.get(reverse(f"news:{name}", args=[article.pk])).status_code == 403
    assert client.get(reverse("news:desk")).status_code == 403


def test_doubts_are_shown_at_the_button_and_confirmed_by_a_tick(client, as_secretary):
    SiteProfile.objects.update(sensitive_words="十九大 请核对表述")
    article = make_submitted(title="学习十九大精神")

    refused = step(client, article, "publish")
    allowed = step(client, article, "publish", is_checked="on")

    assert TICK in refused.text
    assert refused.status_code == 422
    assert "含有“十九大”，请核对表述" in words(refused)
    article.refresh_from_db()
    assert (allowed.status_code, article.state) == (302, "published")


def test_a_blocked_word_is_named_at_its_field_and_nothing_typed_is_lost(client, as_editor):
    SiteProfile.objects.update(blocked_words="某某彩票网")

    answer = client.post(reverse("news:article-create"), typed(body="<p>来某某彩票网看看。</p>"))

    assert answer.context["form"].errors == {
        "body": ["正文含有禁用词“某某彩票网”，请改掉后再保存。"]
    }
    assert "来某某彩票网看看。" in answer.content.decode()
    assert not Article.objects.exists()


def test_another_remark_under_a_spent_token_is_shown_again(as_secretary):
    article, token = make_submitted(), uuid4()
    step(as_secretary, article, "return", form_token=token, remark="请改题")

    page = step(as_secretary, article, "return", form_token=token, remark="请改第二段")

    assert page.status_code == 409
    assert page.context["rows"] == [("原因", "请改第二段")]
    assert "这一页已经保存过一次。" in words(page)
    remarks = article.reviews.exclude(remark="").values_list("remark", flat=True)
    assert list(remarks) == ["请改题"]


def test_the_form_for_returning_needs_a_reason(client, as_secretary):
    article = make_submitted()

    refused = step(client, article, "return", remark="")
    step(client, article, "return", remark="请补充人数")

    assert refused.status_code == 422
    article.refresh_from_db()
    assert (article.state, article.reviews.last().remark) == ("draft", "请补充人数")


def test_without_a_script_the_body_is_plain_paragraphs(client, as_editor):

    client.post(
        reverse("news:article-create"),
        typed(body="第一段,有<号>\r\n\r\n第二段", body_format="plain"),
    )

    article = Article.objects.get()
    assert article.body == "<p>第一段，有&lt;号&gt;</p><p>第二段</p>"
    page = client.get(reverse("news:article-update", args=[article.pk])).content.decode()
    assert ">\n第一段，有&lt;号&gt;\n\n第二段</textarea>" in page


def test_saving_without_a_script_keeps_an_unchanged_table(client, editor):
    body = "<h2>题</h2><table><tbody><tr><td><p>甲</p></td></tr></tbody></table>"
    article = make_draft(by=editor, body=body)
    client.force_login(editor)
    plain = client.get(reverse("news:article-update", args=[article.pk])).context["form"]["body"]

    client.post(
        reverse("news:article-update", args=[article.pk]),
        typed(title="改了题目", body="题\n\n甲", body_format="plain", version=article.version),
    )

    article.refresh_from_db()
    assert (article.title, article.body) == ("改了题目", body)
    assert plain.value() == body


def test_of_two_editors_the_second_sees_both_texts(client, editor, committee):
    article = make_draft(by=editor, title="原题", body="<p>原文。</p>")
    actions.revise(article, version=1, by=committee, at=AT, body="<p>先存的正文。</p>")
    client.force_login(editor)

    answer = client.post(
        reverse("news:article-update", args=[article.pk]),
        typed(title="原题", body="<p>后存的正文。</p>", version=1),
    )

    assert answer.status_code == 409
    assert ("正文", "先存的正文。", "后存的正文。") in answer.context["rows"]
    article.refresh_from_db()
    assert article.body == "<p>先存的正文。</p>"


def test_a_double_tap_writes_one_article(client, as_editor):
    same = typed()

    first = client.post(reverse("news:article-create"), same)
    second = client.post(reverse("news:article-create"), same)

    assert first.url == second.url
    assert Article.objects.count() == 1


def test_a_published_article_is_corrected_through_a_draft(client, editor, secretary):
    article = make_published(by=editor, title="原题")
    client.force_login(editor)
    draft_address = step(client, article, "correct").url
    draft = article.correction
    client.post(
        draft_address,
        typed(title="改后的题", correction_note="题目已改正。", version=draft.version),
    )
    step(client, draft, "submit")

    client.force_login(secretary)
    answer = step(client, draft, "publish")

    article.refresh_from_db()
    assert answer.url == article.get_absolute_url()
    assert (article.title, article.correction_note) == ("改后的题", "题目已改正。")


def test_a_step_on_an_outdated_version_is_refused(client, as_secretary):
    article = make_submitted()

    step(client, article, "publish", version=article.version - 1)

    article.refresh_from_db()
    assert article.state == "submitted"


def test_a_draft_can_be_deleted(client, editor):
    article = make_draft(by=editor)
    client.force_login(editor)

    answer = step(client, article, "discard")

    assert answer.url == reverse("news:desk")
    assert not Article.objects.exists()


def test_an_article_deleted_meanwhile_leaves_its_writer_the_words(client, as_editor, editor):
    address = reverse("news:article-update", args=[make_draft(by=editor).pk])
    Article.objects.all().delete()

    page = client.post(address, typed(body="<p>秋日</p><p>远足</p>"))

    assert page.status_code == 404
    assert ("正文", "秋日\n\n远足") in page.context["rows"]


def test_the_list_is_narrowed_by_state_column_and_title(client, as_editor):
    draft = make_draft(title="甲：乙", column=make_column("网评"))
    make_published(title="丙", column=make_column("家长学校"))

    for query in ("state=draft", f"column={make_column('学习园地').pk}", "q=甲 乙"):
        found = client.get(reverse("news:desk") + f"?{query}").context["object_list"]
        assert list(found) == [draft], query


def test_a_long_list_is_paged(client, as_editor):
    made = make_many(25)

    first = client.get(reverse("news:desk"))
    second = client.get(reverse("news:desk") + first.context["older_url"])

    rows = [*first.context["object_list"], *second.context["object_list"]]
    assert rows == made[::-1]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(client, as_editor, count, django_assert_num_queries):
    make_many(count)
    client.get("/accounts/me/")

    with django_assert_num_queries(6):
        client.get(reverse("news:desk"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_costs_the_same_however_much_it_shows(
    client, secretary, count, django_assert_num_queries
):
    article = make_submitted()
    for _ in range(count - 1):
        article = actions.send_back(
            article, version=article.version, remark="改", by=secretary, at=AT
        )
        article = actions.submit(article, version=article.version, by=secretary, at=AT)
    client.force_login(secretary)
    client.get("/accounts/me/")

    with django_assert_num_queries(10):
        client.get(article.get_absolute_url())


def test_the_sheet_names_who_wrote_and_who_published(client, secretary):
    article = make_published(title="开班", publisher=secretary)
    client.force_login(secretary)

    page = words(client.get(reverse("news:article-sheet", args=[article.pk])))

    assert "拟稿" in page
    assert article.written_by.name in page
    assert secretary.name in page
    assert [page.index(name) for name in ("初审", "复审", "终审")] == sorted(
        page.index(name) for name in ("初审", "复审", "终审")
    )


def test_only_the_article_form_has_the_editors_policy(client, editor):
    article = make_draft(by=editor)
    client.force_login(editor)

    form = client.get(reverse("news:article-create")).headers["Content-Security-Policy"]
    page = client.get(article.get_absolute_url()).headers["Content-Security-Policy"]

    assert "'nonce-" in form
    assert "style-src-attr 'unsafe-inline'" in form
    assert "'nonce-" not in page
    assert "unsafe" not in page


def test_articles_are_sorted_by_column_as_the_site_has_them(as_committee):
    """A column of the first level, then those below it, whatever the numbers of these."""
    later, first = make_column("读书", order=2), make_column("要闻", order=1)
    columns = [later, make_column("简讯", order=3, parent=first), first]
    for column in [*columns, make_column("荐书", order=0, parent=later)]:
        make_draft(column=column)

    for sort, names in (("column", "要闻 简讯 读书 荐书"), ("-column", "荐书 读书 简讯 要闻")):
        page = as_committee.get(reverse("news:desk"), {"sort": sort})
        assert [row.column.name for row in page.context["object_list"]] == names.split()
