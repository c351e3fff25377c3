"""From draft to page and back: one person writes, another publishes, everything leaves a trace."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from branch.core.files import delete_on_commit
from branch.core.models import AuditEvent
from branch.core.public import touch
from branch.news import search
from branch.news.models import Article, Review

from .ground import go_public, locked, said, step, store
from .wording import check_words, public_texts, refuse_blocked

Step, State = Review.Step, Article.State
WORDS = ("kind", "title", "subtitle", "author_text", "source_text", "source_url", "summary", "body")
# What a correction takes along to the article it corrects.
CORRECTED = (*WORDS, "title_key", "column_id", "correction_note", "written_by")


@transaction.atomic
def write(*, by, at, **fields):
    """Begin an article as a draft."""
    article = Article(written_by=by, created_at=at, **fields)
    refuse_blocked(public_texts(article))
    store(article, at=at)
    AuditEvent.record(actor=by, verb="article.written", target=article)
    return article


@transaction.atomic
def revise(article, *, version, by, at, **fields):
    """Change the words of a draft; who does so counts as its writer from then on."""
    article = locked(
        article, version, Article.EDITABLE, "这篇文章已送审或发布，要改请先退回，或做更正稿。"
    )
    for name, value in fields.items():
        setattr(article, name, value)
    article.written_by = by
    refuse_blocked(public_texts(article))
    store(article, at=at)
    AuditEvent.record(actor=by, verb="article.revised", target=article)
    return article


@transaction.atomic
def submit(article, *, version, by, at):
    """Hand a draft to another person for publishing."""
    article = locked(article, version, Article.EDITABLE, "这篇文章已经送审。")
    article.state = State.SUBMITTED
    return step(article, Step.SUBMITTED, by=by, at=at)


@transaction.atomic
def send_back(article, *, version, remark, by, at):
    """Return a submitted article to its writer, with what to change."""
    article = locked(article, version, [State.SUBMITTED], "这篇文章不在待审核状态。")
    article.state = State.DRAFT
    return step(article, Step.RETURNED, by=by, at=at, remark=remark)


@transaction.atomic
def publish(article, *, version, by, at, is_checked=False):
    """Put another person's article before the public, or a correction in the place of its original."""
    article = locked(article, version, [State.SUBMITTED], "这篇文章不在待审核状态，请先送审。")
    _need_a_second_person(article, by)
    if article.published_on and article.published_on > timezone.localdate(at):
        raise ValidationError("发布日期还没有到，请退回改正，或到那一天再发布。")
    check_words(article, is_checked=is_checked)
    if article.corrects_id:
        return _replace_original(article, by=by, at=at)
    go_public(article, by=by, at=at)
    return step(article, Step.PUBLISHED, by=by, at=at, remark="已核对提醒" if is_checked else "")


@transaction.atomic
def withdraw(article, *, version, remark, by, at):
    """Take a published article off the public site; its address says that it was withdrawn."""
    article = locked(article, version, [State.PUBLISHED], "这篇文章没有发布，不用撤稿。")
    article.state = State.WITHDRAWN
    search.forget(article)
    touch()
    return step(article, Step.WITHDRAWN, by=by, at=at, remark=remark)


@transaction.atomic
def begin_correction(article, *, version, by, at):
    """A draft with the words of a published article, to be mended and published in its place."""
    article = locked(article, version, [State.PUBLISHED], "只有已发布的文章才做更正稿。")
    if hasattr(article, "correction"):
        return article.correction
    words = {name: getattr(article, name) for name in (*WORDS, "column_id", "published_on")}
    correction = Article(corrects=article, written_by=by, created_at=at, **words)
    store(correction, at=at)
    AuditEvent.record(actor=by, verb="article.correction_begun", target=article)
    return correction


@transaction.atomic
def discard(article, *, version, by):
    """Throw away a draft the public has never seen."""
    article = locked(article, version, [State.DRAFT], "只有草稿可以删除。")
    if article.first_published_at:
        raise ValidationError("发布过的文章不能删除，原网址要能说明它已撤稿。")
    AuditEvent.record(actor=by, verb="article.discarded", target=article, says=article.headline)
    delete_on_commit(*article.photos.all(), *article.files.all())
    article.delete()


def _need_a_second_person(article, by):
    if article.written_by_id == by.pk:
        raise ValidationError("自己写的文章要由另一位同事签发。")
    mine = {"uploaded_by": by}
    if article.photos.filter(**mine).exists() or article.files.filter(**mine).exists():
        raise ValidationError("这篇文章的图片或附件是您传的，要由另一位同事签发。")


def _replace_original(correction, *, by, at):
    """Put the words of a correction in the place of the original's; the correction itself is gone."""
    original = Article.objects.select_for_update().get(pk=correction.corrects_id)
    if original.state != State.PUBLISHED:
        raise ValidationError("原文已撤稿，请直接修改原文后重新送审。")
    before = said(original)
    for name in CORRECTED:
        setattr(original, name, getattr(correction, name))
    correction.reviews.update(article=original)
    correction.delete()
    original.version += 1
    go_public(original, by=by, at=at)
    return step(
        original, Step.CORRECTED, by=by, at=at, remark=original.correction_note, before=before
    )
