"""Adding and removing the pictures and documents of an article."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.files import delete_on_commit
from branch.core.models import AuditEvent, Stale
from branch.core.public import touch
from branch.core.wording import NO_SECRETS, has_secret_mark
from branch.news.models import Article, ArticleFile, ArticlePhoto

from .checks import refuse_blocked


@transaction.atomic
def add_photo(article, *, picture, alt, caption, by, at):
    """Add a stored picture to the article's gallery; the first one is the cover."""
    _refuse_blocked_words(alt, caption)
    article = _lock_for_attachments(article, at=at)
    last = article.photos.last()
    order = last.order + 1 if last else 1
    texts = {"alt": alt, "caption": caption, "order": order}
    photo = ArticlePhoto(article=article, uploaded_by=by, **texts, **picture)
    photo.full_clean()
    photo.save()
    AuditEvent.record(actor=by, verb="article.photo_added", target=article, says=str(photo))
    return photo


@transaction.atomic
def describe_photo(photo, *, alt, caption, order, version, by, at):
    """Change a picture's texts or order; the person counts as the article's writer from then on."""
    _refuse_blocked_words(alt, caption)
    article = _lock_for_attachments(photo.article, at=at)
    if article.version != version:
        raise Stale(ArticlePhoto.objects.select_related("article").get(pk=photo.pk))
    article.version, article.written_by = version + 1, by
    article.save(update_fields=["version", "written_by"])
    photo.alt, photo.caption, photo.order = alt, caption, order
    photo.full_clean()
    photo.save(update_fields=["alt", "caption", "order"])
    AuditEvent.record(actor=by, verb="article.photo_described", target=article, says=str(photo))
    return photo


@transaction.atomic
def remove_photo(photo, *, by, at):
    """Delete a picture and its files; also from a published article, for users who may withdraw it."""
    _remove(photo, by=by, at=at, verb="article.photo_removed")


@transaction.atomic
def add_file(article, *, document, by, at):
    """Attach a checked and stored document to the article."""
    article = _lock_for_attachments(article, at=at)
    if has_secret_mark(document["original_name"]):
        raise ValidationError({"upload": NO_SECRETS})
    refuse_blocked([("upload", "附件名称", document["original_name"])])
    file = ArticleFile.objects.create(article=article, uploaded_by=by, **document)
    AuditEvent.record(actor=by, verb="article.file_added", target=article, says=str(file))
    return file


@transaction.atomic
def remove_file(file, *, by, at):
    """Delete a document and its file."""
    _remove(file, by=by, at=at, verb="article.file_removed")


def _refuse_blocked_words(alt, caption):
    refuse_blocked([("alt", "替代文字", alt), ("caption", "图注", caption)])


def _lock_for_attachments(article, *, at):
    """Lock the article and return it; refuse if its pictures and files may not change now."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    if not article.is_editable:
        raise ValidationError("这篇文章已送审或发布，要改图片和附件请先退回或撤稿。")
    if article.corrects_id:
        raise ValidationError("更正稿只改文字。要改图片，请先撤稿，改好后重新送审。")
    article.updated_at = at
    article.save(update_fields=["updated_at"])
    return article


def _remove(stored, *, by, at, verb):
    article = Article.objects.select_for_update().get(pk=stored.article_id)
    if article.state == Article.State.PUBLISHED and by.has_perm("news.withdraw_article"):
        touch()
    else:
        _lock_for_attachments(article, at=at)
    AuditEvent.record(actor=by, verb=verb, target=article, says=str(stored))
    delete_on_commit(stored)
    stored.delete()
