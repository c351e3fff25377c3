from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from branch.accounts.models import Role
from branch.core.models import AuditEvent, SiteProfile, Stale
from branch.news import actions
from branch.news.clean import LOST
from branch.news.models import Article, Column, Review
from tests.factories import make_staff
from tests.news.factories import (
    AT,
    DAY,
    add_document,
    add_picture,
    make_column,
    make_draft,
    make_published,
    make_submitted,
)

pytestmark = pytest.mark.django_db


def publish(article, by, **fields):
    return actions.publish(article, version=article.version, by=by, at=AT, **fields)


def test_one_person_writes_and_another_publishes(editor, committee):
    article = make_submitted(by=editor, title="支部要闻")

    published = publish(article, committee)

    assert (published.state, published.published_on) == (Article.State.PUBLISHED, DAY)
    assert (published.written_by, published.published_by) == (editor, committee)
    assert [(step.step, step.by) for step in published.reviews.all()] == [
        ("submitted", editor),
        ("published", committee),
    ]
    verbs = AuditEvent.objects.filter(target_id=str(article.pk)).values_list("verb", flat=True)
    assert sorted(verbs) == ["article.published", "article.submitted", "article.written"]


def test_a_writer_cannot_publish_the_own_article(committee):
    article = make_submitted(by=committee)

    with pytest.raises(ValidationError, match="另一位同事"):
        publish(article, committee)

    article.refresh_from_db()
    assert article.state == Article.State.SUBMITTED


def test_the_last_reviser_counts_as_the_writer(editor, committee):
    draft = make_draft(by=editor)
    draft = actions.revise(draft, version=draft.version, by=committee, at=AT, title="改过的题")
    article = actions.submit(draft, version=draft.version, by=editor, at=AT)

    with pytest.raises(ValidationError, match="另一位同事"):
        publish(article, committee)


def test_who_only_saves_what_another_wrote_is_not_its_writer(editor, committee):
    draft = make_draft(by=committee)
    draft = actions.revise(draft, version=draft.version, by=editor, at=AT, title=draft.title)
    article = actions.submit(draft, version=draft.version, by=editor, at=AT)

    assert article.written_by == committee
    with pytest.raises(ValidationError, match="另一位同事"):
        publish(article, committee)


def test_the_database_refuses_the_writer_as_publisher():
    article = make_published()

    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(published_by=article.written_by)


def test_the_database_refuses_a_published_article_without_a_publisher():
    article = make_submitted(published_on=DAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(state="published", first_published_at=AT)


def test_a_title_is_published_once_a_day(committee):
    make_published(title="同一篇：文章")
    twin = make_submitted(title="同一篇 文章")

    with pytest.raises(ValidationError, match="同题文章"):
        publish(twin, committee)


def test_a_blocked_word_refuses_the_article_and_is_named_at_its_field():
    SiteProfile.objects.update(blocked_words="某某彩票网")

    with pytest.raises(ValidationError) as refusal:
        make_draft(title="好消息", body="<p>欢迎访问某某<b>彩票</b>网。</p>")

    assert refusal.value.message_dict == {"body": ["正文含有禁用词“某某彩票网”，请改掉后再保存。"]}


def test_a_word_blocked_after_submission_refuses_publishing(committee):
    article = make_submitted(title="某某彩票网")
    SiteProfile.objects.update(blocked_words="某某彩票网")

    with pytest.raises(ValidationError, match="标题含有禁用词“某某彩票网”"):
        publish(article, committee, is_checked=True)


@pytest.mark.parametrize("place", ["caption", "alt", "file"])
def test_a_blocked_word_in_a_picture_text_or_document_name_refuses_publishing(committee, place):
    article = make_draft()
    add_picture(article, article.written_by, **{place: "某某彩票网"} if place != "file" else {})
    add_document(article, article.written_by, "某某 彩票网.pdf" if place == "file" else "通知.pdf")
    article = actions.submit(article, version=article.version, by=article.written_by, at=AT)
    SiteProfile.objects.update(blocked_words="某某彩票网")

    with pytest.raises(ValidationError, match="含有禁用词“某某彩票网”"):
        publish(article, committee, is_checked=True)


@pytest.mark.parametrize("place", ["caption", "alt"])
def test_a_blocked_word_is_refused_in_a_picture_text(editor, place):
    SiteProfile.objects.update(blocked_words="某某彩票网")
    article = make_draft(by=editor)

    with pytest.raises(ValidationError) as refusal:
        add_picture(article, editor, **{place: "某某彩票网"})
    assert list(refusal.value.message_dict) == [place]


def test_a_blocked_word_is_refused_in_a_document_name(editor):
    SiteProfile.objects.update(blocked_words="某某彩票网")
    article = make_draft(by=editor)

    with pytest.raises(ValidationError, match="附件名称含有禁用词“某某彩票网”"):
        add_document(article, editor, "某某彩票网.pdf")


@pytest.mark.parametrize("place", ["author_text", "source_text", "file"])
def test_doubts_cover_everything_a_reader_sees(editor, place):
    SiteProfile.objects.update(sensitive_words="十九大")
    article = make_draft(by=editor, **{place: "十九大宣讲组"} if place != "file" else {})
    add_document(article, editor, "十九大.pdf" if place == "file" else "通知.pdf")

    assert list(actions.doubts_about(article)) == ["含有“十九大”，请核对表述"]


def test_doubts_cover_the_note_of_a_correction(editor):
    SiteProfile.objects.update(sensitive_words="十九大")
    article = make_published(by=editor)
    draft = actions.begin_correction(article, version=article.version, by=editor, at=AT)
    draft.correction_note = "十九大的提法已改"

    assert list(actions.doubts_about(draft)) == ["含有“十九大”，请核对表述"]


def test_a_sensitive_word_must_be_confirmed_before_publishing(committee):
    SiteProfile.objects.update(sensitive_words="十九大 请核对是否为现行表述")
    article = make_submitted(title="学习十九大精神")

    with pytest.raises(ValidationError) as refusal:
        publish(article, committee)
    published = publish(article, committee, is_checked=True)

    assert refusal.value.message_dict["is_checked"][0] == "含有“十九大”，请核对是否为现行表述"
    assert published.reviews.last().remark == "已核对提醒"


def test_a_sentence_that_identifies_a_helped_child_must_be_confirmed(committee):
    article = make_submitted(body="<p>党员每周三陪他回家。</p>")

    with pytest.raises(ValidationError, match="星期"):
        publish(article, committee)


@pytest.mark.parametrize("tag", LOST)
def test_the_writer_is_told_of_a_lost_picture_or_video_when_submitting(editor, tag):
    draft = make_draft(by=editor, body=f"<p>见下。</p><{tag} src='https://mmbiz.qpic.cn/x'>")

    with pytest.raises(ValidationError, match=LOST[tag]):
        actions.submit(draft, version=draft.version, by=editor, at=AT)

    draft.refresh_from_db()
    assert draft.state == Article.State.DRAFT


def test_a_missing_picture_is_not_published(committee):
    article = make_submitted()
    Article.objects.filter(pk=article.pk).update(body=f"<p>{LOST['img']}</p>")

    with pytest.raises(ValidationError, match=LOST["img"]):
        publish(article, committee, is_checked=True)


def test_a_summary_made_from_the_text_leaves_out_struck_words(committee):
    published = publish(
        make_submitted(body="<p>定于<s>周三</s>周四，10<sup>5</sup>人。</p>"),
        committee,
        is_checked=True,
    )

    assert published.summary == "定于周四，10⁵人。"


@pytest.fixture
def named(editor, secretary):
    """A published article with a pupil's name in its title, its text and what is made of both."""
    draft = make_draft(by=editor, title="张晓雨获奖", body="<p>张晓雨获奖。</p>", summary="")
    add_picture(draft, editor, alt="", caption="领奖")
    draft.photos.update(uploaded_by=secretary)
    article = actions.submit(draft, version=draft.version, by=editor, at=AT)
    return publish(article, make_staff(Role.COMMITTEE).user, is_checked=True)


def by_correction(article, by):
    return actions.begin_correction(article, version=article.version, by=by, at=AT)


def by_withdrawal(article, by):
    return actions.withdraw(article, version=article.version, by=by, at=AT, remark="改名")


@pytest.mark.parametrize("step", [by_correction, by_withdrawal])
def test_what_was_made_of_a_text_goes_with_it(named, step, editor, committee):
    draft = step(named, editor)
    texts = {"title": "学生获奖", "body": "<p>学生获奖。</p>", "correction_note": "改名。"}
    draft = actions.revise(draft, version=draft.version, by=editor, at=AT, **texts)
    draft = actions.submit(draft, version=draft.version, by=editor, at=AT)

    publish(draft, committee, is_checked=True)

    named.refresh_from_db()
    assert (named.summary, named.photos.get().alt) == ("学生获奖。", "学生获奖：领奖")


def test_publishing_a_version_that_was_changed_meanwhile_is_refused(editor, committee):
    seen = make_submitted(by=editor)
    back = actions.send_back(seen, version=seen.version, remark="请改题", by=committee, at=AT)
    back = actions.revise(back, version=back.version, title="改后的题", by=editor, at=AT)
    actions.submit(back, version=back.version, by=editor, at=AT)

    with pytest.raises(Stale):
        publish(seen, committee)


def test_the_second_of_two_writers_gets_a_conflict(editor, committee):
    draft = make_draft(by=editor)
    actions.revise(draft, version=1, by=editor, at=AT, title="先存的")

    with pytest.raises(Stale) as stale:
        actions.revise(draft, version=1, by=committee, at=AT, title="后存的")

    assert stale.value.current.title == "先存的"


def test_a_submitted_article_cannot_be_revised(editor):
    article = make_submitted(by=editor)

    with pytest.raises(ValidationError, match="请先退回"):
        actions.revise(article, version=article.version, by=editor, at=AT, title="偷改")


def test_sending_back_needs_a_reason(editor, committee):
    article = make_submitted(by=editor)

    with pytest.raises(ValidationError, match="请写明原因"):
        actions.send_back(article, version=article.version, remark="", by=committee, at=AT)


def test_a_withdrawn_article_keeps_its_reviews_and_can_be_published_again(committee, secretary):
    article = make_published(publisher=committee)

    gone = actions.withdraw(
        article, version=article.version, remark="内容有误", by=secretary, at=AT
    )

    assert (gone.state, gone.is_gone) == (Article.State.WITHDRAWN, True)
    assert gone.reviews.last().remark == "内容有误"
    again = actions.submit(gone, version=gone.version, by=gone.written_by, at=AT)
    assert publish(again, secretary).published_on == DAY


def test_a_correction_replaces_the_original(editor, committee, secretary):
    article = make_published(title="原题", body="<p>原文。</p>", by=editor, publisher=committee)
    draft = actions.begin_correction(article, version=article.version, by=editor, at=AT)
    texts = {"body": "<p>改文。</p>", "correction_note": "人数有误，已改正。"}
    draft = actions.revise(draft, version=draft.version, by=editor, at=AT, **texts)
    draft = actions.submit(draft, version=draft.version, by=editor, at=AT)

    corrected = publish(draft, secretary)

    assert corrected.pk == article.pk
    assert (corrected.body, corrected.correction_note) == ("<p>改文。</p>", "人数有误，已改正。")
    assert Article.objects.count() == 1
    review = corrected.reviews.get(step=Review.Step.CORRECTED)
    assert review.by == secretary
    assert "<p>原文。</p>" in review.before


def test_a_correction_also_needs_a_second_person(editor, committee, secretary):
    article = make_published(by=editor, publisher=committee)
    draft = actions.begin_correction(article, version=article.version, by=secretary, at=AT)
    draft = actions.revise(
        draft, version=draft.version, by=secretary, at=AT, correction_note="改字"
    )
    draft = actions.submit(draft, version=draft.version, by=secretary, at=AT)

    with pytest.raises(ValidationError, match="另一位同事"):
        publish(draft, secretary)


def test_a_correction_needs_a_note(editor, secretary):
    article = make_published()
    draft = actions.begin_correction(article, version=article.version, by=editor, at=AT)
    draft = actions.submit(draft, version=draft.version, by=editor, at=AT)

    with pytest.raises(ValidationError, match="请写更正说明"):
        publish(draft, secretary)


def test_there_is_one_correction_of_an_article_at_a_time(editor, secretary):
    article = make_published()

    first = actions.begin_correction(article, version=article.version, by=editor, at=AT)

    assert actions.begin_correction(article, version=article.version, by=secretary, at=AT) == first


def test_a_reposted_article_names_its_source(editor):
    with pytest.raises(ValidationError, match="转载的文章请写明来源"):
        make_draft(source_url="https://example.edu.cn/1", source_text="")


def test_a_kicker_typed_before_the_title_becomes_the_kind():
    article = make_draft(title="【网评】让每一次谈心|都有回音", kind=Article.Kind.NEWS)

    assert (article.kind, article.title) == ("commentary", "让每一次谈心|都有回音")
    assert article.headline == "【网评】让每一次谈心都有回音"


def test_an_article_dated_tomorrow_is_not_published_today(committee):
    article = make_submitted(published_on=date(2026, 11, 25))

    with pytest.raises(ValidationError, match="还没有到"):
        publish(article, committee)


def test_only_a_draft_that_was_never_published_can_be_deleted(editor, secretary):
    draft, read = make_draft(by=editor), make_published()
    gone = actions.withdraw(read, version=read.version, remark="有误", by=secretary, at=AT)
    gone = actions.submit(gone, version=gone.version, by=editor, at=AT)
    back = actions.send_back(gone, version=gone.version, remark="再改", by=secretary, at=AT)

    actions.discard(draft, version=draft.version, by=editor)

    with pytest.raises(ValidationError, match="发布过的文章不能删除"):
        actions.discard(back, version=back.version, by=editor)
    assert list(Article.objects.all()) == [read]


def test_publishing_expires_every_cached_page(committee):
    article = make_submitted()
    before = SiteProfile.current().public_stamp

    publish(article, committee)

    assert SiteProfile.current().public_stamp == before + 1


def test_articles_of_a_hidden_column_are_not_published():
    hidden = make_column("校内", is_public=False)
    make_published(column=hidden)
    shown = make_published()

    assert list(Article.objects.published()) == [shown]


def test_a_column_shows_the_articles_of_the_columns_below_it():
    commentary = make_published(column=make_column("网评"))
    make_published(column=make_column("家长学校"))

    assert list(Article.objects.published().in_column(make_column("学习园地"))) == [commentary]


def test_two_top_level_columns_cannot_share_a_name():
    Column.objects.create(name="同名栏目", slug="first")
    twin = Column(name="同名栏目", slug="second")

    with pytest.raises(ValidationError, match="已有同名的一级栏目。"):
        twin.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
