from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from branch.core.models import AuditEvent, SiteProfile
from branch.news import actions
from branch.news.models import Article
from tests.news.factories import AT, add_picture

pytestmark = pytest.mark.django_db

TEXT = """【网评】春山中学:积极推进组织建设 努力打造心育品牌
作者: 某某彩票网市春山中学
来源:某某彩票网市春山中学
发布日期:2023-12-22
字体:[     ]

某某彩票网市春山中学党支部开展“一个党员,一面旗帜”活动,主办“5+2>7”快乐家园。

加强学习,提高素质

培训活动通过交流,探讨,力求达成共识。
"""
REPLACE = "--replace=某某彩票网=春山"


@pytest.fixture
def article_file(tmp_path):
    SiteProfile.objects.update(blocked_words="某某彩票网")
    file = tmp_path / "article.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def run(file, *options):
    out = StringIO()
    call_command("import_article", str(file), *options, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_an_imported_article_keeps_its_own_date(article_file, client):
    printed = run(article_file, REPLACE)

    article = Article.objects.get()
    assert (article.state, article.published_on) == ("published", date(2023, 12, 22))
    assert (article.kind, article.column.name) == ("commentary", "网评")
    assert (article.author_text, article.source_text) == ("春山市春山中学", "春山市春山中学")
    assert "“5+2&gt;7”快乐家园" in article.body
    assert (
        printed
        == f"已发布：【网评】春山中学：积极推进组织建设 努力打造心育品牌\n{article.public_url}\n"
    )


def test_the_audit_event_names_the_runner_as_second_person(article_file):
    run(article_file, REPLACE)

    event = AuditEvent.objects.get()
    assert (event.actor, event.verb) == (None, "article.published")
    assert "代第二人核对签发" in event.says


def test_a_blocked_word_refuses_the_import_and_names_the_remedy(article_file):
    with pytest.raises(CommandError, match=r"某某彩票网.*--replace"):
        run(article_file)

    assert not Article.objects.exists()


def test_spam_with_a_company_in_place_of_a_city_is_blocked_by_default(tmp_path):
    file = tmp_path / "article.txt"
    file.write_text(TEXT.replace("某某彩票网", "某某股份有限公司市"), encoding="utf-8")

    with pytest.raises(CommandError, match=r"股份有限公司市.*--replace"):
        run(file)


def test_importing_again_changes_nothing(article_file):
    run(article_file, REPLACE)
    before = Article.objects.values().get()

    printed = run(article_file, REPLACE)

    assert "没有改动" in printed
    assert Article.objects.values().get() == before
    assert AuditEvent.objects.count() == 1


def test_a_corrected_text_replaces_the_old_one_which_the_review_keeps(article_file):
    run(article_file, REPLACE)
    article_file.write_text(TEXT.replace("力求达成共识", "达成了共识"), encoding="gb18030")

    printed = run(article_file, REPLACE)

    article = Article.objects.get()
    assert "已按新文本更正" in printed
    assert "达成了共识" in article.body
    review = article.reviews.get(step="corrected")
    assert "力求达成共识" in review.before


def test_a_draft_is_published_by_a_later_run(article_file):
    run(article_file, REPLACE, "--draft")
    assert not Article.objects.published().exists()

    run(article_file, REPLACE)

    assert Article.objects.published().get().reviews.get().step == "published"


def test_a_draft_with_a_picture_nobody_asked_about_is_not_published(article_file, editor):
    run(article_file, REPLACE, "--draft")
    add_picture(Article.objects.get(), editor).article.photos.update(may_be_shown=False)

    with pytest.raises(CommandError, match="没有勾选同意公开"):
        run(article_file, REPLACE)

    assert Article.objects.get().state == Article.State.DRAFT


def test_an_import_does_not_overwrite_an_edited_article(article_file, editor):
    run(article_file, REPLACE, "--draft")
    draft = Article.objects.get()
    actions.revise(draft, version=draft.version, by=editor, at=AT, body="<p>我改过。</p>")

    with pytest.raises(CommandError, match="在工作台上改过"):
        run(article_file, REPLACE)


def test_a_withdrawn_article_stays_withdrawn(article_file, secretary):
    run(article_file, REPLACE)
    article = Article.objects.get()
    actions.withdraw(article, version=article.version, remark="旧文", by=secretary, at=AT)

    with pytest.raises(CommandError, match="已撤稿"):
        run(article_file, REPLACE)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--column=没有这栏"], "没有栏目“没有这栏”"),
        (["--replace=某某彩票网"], "应写成 OLD=NEW"),
        (["--replace=别的词=甲"], "文中没有“别的词”"),
    ],
)
def test_a_wrong_option_is_refused_with_a_sentence(article_file, options, says):
    with pytest.raises(CommandError, match=says):
        run(article_file, *options)


def test_a_title_that_is_too_long_is_named(tmp_path):
    file = tmp_path / "article.txt"
    file.write_text(f"{'读' * 240}\n发布日期：2023-12-22\n正文。", encoding="utf-8")

    with pytest.raises(CommandError, match=r"^标题：[^：]*120 字[^：]*。$"):
        run(file)


def test_a_text_in_utf_16_is_read(tmp_path):
    file = tmp_path / "article.txt"
    file.write_text("读书月\n发布日期：2023-12-22\n正文。", encoding="utf-16")

    run(file)

    assert Article.objects.get().title == "读书月"
