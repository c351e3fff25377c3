"""Writing, submitting, publishing, correcting and withdrawing an article."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from branch.core.consequences import refuse_unless_seen
from branch.core.files import delete_on_commit
from branch.core.models import AuditEvent
from branch.core.public import touch
from branch.news import search
from branch.news.models import Article, Review

from .checks import (
    check_texts,
    public_texts,
    refuse_blocked,
    refuse_missing,
    refuse_unasked,
    refuse_unchecked,
    refuse_without_partner,
)
from .gallery import rename_photos
from .saving import as_text, forget_made_summary, lock, make_public, save, save_step

Step, State = Review.Step, Article.State
TEXTS = ("kind", "title", "subtitle", "author_text", "source_text", "source_url", "summary", "body")
# What a correction copies to the article it corrects.
CORRECTED = (*TEXTS, "title_key", "column_id", "correction_note", "written_by")


@transaction.atomic
def write(*, by, at, **fields):
    """Create an article as a draft."""
    article = Article(written_by=by, created_at=at, **fields)
    refuse_blocked(public_texts(article))
    refuse_without_partner(article)
    save(article, at=at)
    AuditEvent.record(actor=by, verb="article.written", target=article)
    return article


@transaction.atomic
def revise(article, *, version, by, at, **fields):
    """Change the texts of a draft; who changes any counts as its writer from then on."""
    article = lock(
        article, version, Article.EDITABLE, "这篇文章已送审或发布，要改请先退回，或做更正稿。"
    )
    former_title = article.plain_title
    if any(getattr(article, name) != value for name, value in fields.items()):
        article.written_by = by
    for name, value in fields.items():
        setattr(article, name, value)
    refuse_blocked(public_texts(article))
    refuse_without_partner(article)
    save(article, at=at)
    rename_photos(article, former_title)
    AuditEvent.record(actor=by, verb="article.revised", target=article)
    return article


@transaction.atomic
def submit(article, *, version, by, at):
    """Submit a draft for another person to publish."""
    article = lock(article, version, Article.EDITABLE, "这篇文章已经送审。")
    refuse_missing(article)
    refuse_without_partner(article)
    refuse_unasked(article)
    article.state = State.SUBMITTED
    return save_step(article, Step.SUBMITTED, by=by, at=at)


@transaction.atomic
def send_back(article, *, version, remark, by, at):
    """Return a submitted article to its writer, with what to change."""
    article = lock(article, version, [State.SUBMITTED], "这篇文章不在待审核状态。")
    article.state = State.DRAFT
    return save_step(article, Step.RETURNED, by=by, at=at, remark=remark)


@transaction.atomic
def publish(article, *, version, by, at, is_checked=False):
    """Publish another person's article, or replace the original of a correction."""
    article = lock(article, version, [State.SUBMITTED], "这篇文章不在待审核状态，请先送审。")
    _check_second_person(article, by)
    if article.published_on and article.published_on > timezone.localdate(at):
        raise ValidationError("发布日期还没有到，请退回改正，或到那一天再发布。")
    has_doubts = check_texts(article, is_checked=is_checked)
    refuse_unchecked(article, on=timezone.localdate(at))
    if article.corrects_id:
        return _replace_original(article, by=by, at=at)
    make_public(article, by=by, at=at)
    return save_step(
        article, Step.PUBLISHED, by=by, at=at, remark="已核对提醒" if has_doubts else ""
    )


@transaction.atomic
def withdraw(article, *, version, remark, by, at):
    """Withdraw a published article; its address answers that it was withdrawn."""
    article = lock(article, version, [State.PUBLISHED], "这篇文章没有发布，不用撤稿。")
    article.state = State.WITHDRAWN
    forget_made_summary(article)
    search.forget(article)
    touch()
    return save_step(article, Step.WITHDRAWN, by=by, at=at, remark=remark)


@transaction.atomic
def begin_correction(article, *, version, by, at):
    """Create, or return, the draft that is to replace a published article once it is published."""
    article = lock(article, version, [State.PUBLISHED], "只有已发布的文章才做更正稿。")
    if hasattr(article, "correction"):
        return article.correction
    fields = {name: getattr(article, name) for name in (*TEXTS, "column_id", "published_on")}
    correction = Article(corrects=article, written_by=by, created_at=at, **fields)
    forget_made_summary(correction)
    save(correction, at=at)
    AuditEvent.record(actor=by, verb="article.correction_begun", target=article)
    return correction


@transaction.atomic
def discard(article, *, version, by, on=None, seen=None):
    """Delete a draft that was never published, with its pictures and documents.

    `seen` is the digest of what the page of the day `on` said would be deleted.
    """
    article = lock(article, version, [State.DRAFT], "只有草稿可以删除。")
    refuse_unless_seen(seen, "news.discard", article, on=on, by=by)
    if article.first_published_at:
        raise ValidationError("发布过的文章不能删除，原网址要能说明它已撤稿。")
    AuditEvent.record(actor=by, verb="article.discarded", target=article, says=article.headline)
    delete_on_commit(*article.photos.all(), *article.files.all())
    article.delete()


def own_says(article, by):
    """Why the person may not publish the article, of which a part is their own; "" where nothing is."""
    if article.written_by_id == by.pk:
        return "自己写的文章要由另一位同事签发。"
    if any(row.uploaded_by_id == by.pk for row in (*article.photos.all(), *article.files.all())):
        return "这篇文章的图片或附件是您传的，要由另一位同事签发。"
    return ""


def _check_second_person(article, by):
    if says := own_says(article, by):
        raise ValidationError(says)


def _replace_original(correction, *, by, at):
    """Copy the texts of a correction to its original and delete the correction."""
    original = Article.objects.select_for_update().get(pk=correction.corrects_id)
    if original.state != State.PUBLISHED:
        raise ValidationError("原文已撤稿，请直接修改原文后重新送审。")
    before, former_title = as_text(original), original.plain_title
    for name in CORRECTED:
        setattr(original, name, getattr(correction, name))
    correction.reviews.update(article=original)
    correction.delete()
    original.version += 1
    rename_photos(original, former_title)
    make_public(original, by=by, at=at)
    return save_step(
        original, Step.CORRECTED, by=by, at=at, remark=original.correction_note, before=before
    )
