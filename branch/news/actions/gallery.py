"""Adding and removing the pictures and documents of an article."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from branch.core.files import delete_on_commit
from branch.core.models import AuditEvent, Stale
from branch.core.public import touch
from branch.core.wording import NO_SECRETS, has_secret_mark
from branch.news.clean import without_picture
from branch.news.models import PICTURES_AT_ONCE, Article, ArticleFile, ArticlePhoto

from .checks import refuse_blocked

CHECK = ["pupils_checked_by", "pupils_checked_at"]


@transaction.atomic
def add_photos(
    article, *, pictures, alt, caption, may_be_shown, has_pupils, by, at, is_checked=False
):
    """Add stored pictures to the article's gallery, with the same texts; the first one is the cover.

    Without an `alt` they are called by the article's title and the caption. `may_be_shown` says that the
    adults who can be recognised agreed, `has_pupils` that pupils can be. `is_checked` says that `by`, whom
    the caller knows to read the pupils' list of 肖像同意, compared them with it, see `check_pupils`.
    """
    _refuse_blocked_words(alt, caption)
    if len(pictures) > PICTURES_AT_ONCE:
        raise ValidationError({"upload": f"一次最多 {PICTURES_AT_ONCE} 张，请少选几张。"})
    if not may_be_shown:
        raise ValidationError({"may_be_shown": "请先问过图里的人，再上传图片。"})
    article = _lock_for_attachments(article, at=at)
    alt = alt or _called(article.plain_title, caption)
    last = article.photos.last()
    facts = {"alt": alt, "caption": caption, "may_be_shown": True, "has_pupils": has_pupils}
    if has_pupils and is_checked:
        facts |= {"pupils_checked_by": by, "pupils_checked_at": at}
    return [
        _add_photo(article, picture, order=order, by=by, **facts)
        for order, picture in enumerate(pictures, start=last.order + 1 if last else 1)
    ]


def _called(title, caption):
    text = "：".join(filter(None, (title, caption)))
    return text[: ArticlePhoto._meta.get_field("alt").max_length]


def rename_photos(article, former_title):
    """Call the pictures by the present title that were called by the former one."""
    if article.plain_title == former_title:
        return
    for photo in article.photos.all():
        if photo.alt == _called(former_title, photo.caption):
            photo.alt = _called(article.plain_title, photo.caption)
            photo.save(update_fields=["alt"])


def _add_photo(article, picture, *, by, **fields):
    photo = ArticlePhoto(article=article, uploaded_by=by, **fields, **picture)
    photo.full_clean()
    photo.save()
    AuditEvent.record(actor=by, verb="article.photo_added", target=article, says=str(photo))
    return photo


@transaction.atomic
def describe_photo(photo, *, version, by, at, **fields):
    """Change a picture's texts, order or consent; the person counts as the article's writer from then on."""
    _refuse_blocked_words(fields["alt"], fields["caption"])
    article = _lock_for_attachments(photo.article, at=at)
    if article.version != version:
        raise Stale(ArticlePhoto.objects.select_related("article").get(pk=photo.pk))
    article.version, article.written_by = version + 1, by
    article.save(update_fields=["version", "written_by"])
    for name, value in fields.items():
        setattr(photo, name, value)
    if not photo.has_pupils:
        photo.pupils_checked_by = photo.pupils_checked_at = None
    photo.full_clean()
    photo.save(update_fields=[*fields, *CHECK])
    AuditEvent.record(actor=by, verb="article.photo_described", target=article, says=str(photo))
    return photo


@transaction.atomic
def check_pupils(photo, *, by, at):
    """Record who compared a picture with the school year's lists of 肖像同意, before it is public.

    It changes nothing that readers see, so the person may still publish the article.
    """
    article = Article.objects.select_for_update().get(pk=photo.article_id)
    if article.state == Article.State.PUBLISHED:
        raise ValidationError("这篇文章已发布。有家长不再同意的，请删除那张图片。")
    photo = article.photos.filter(pk=photo.pk).first()
    if photo is None:
        raise ValidationError("这张图片刚被删除。")
    if not photo.has_pupils:
        raise ValidationError("这张图片没有写有学生，请先在“改说明”里改。")
    photo.pupils_checked_by, photo.pupils_checked_at = by, at
    photo.save(update_fields=CHECK)
    AuditEvent.record(actor=by, verb="article.pupils_checked", target=article, says=str(photo))


@transaction.atomic
def remove_photo(photo, *, by, at):
    """Delete a picture, its files and its place in the body of the article and of its correction.

    Also from a published article, for users who may withdraw it.
    """
    number, places = photo.pk, Q(pk=photo.article_id) | Q(corrects=photo.article_id)
    # the correction, which is the newer, is locked first, as it is where it is published
    rows = Article.objects.select_for_update(of=("self",)).filter(places).order_by("-pk")
    articles = list(rows)
    _remove(photo, by=by, at=at, verb="article.photo_removed")
    for article in articles:
        if number in article.placed:
            article.body = without_picture(article.body, number)
            article.version += 1
            article.save(update_fields=["body", "version"])


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
    if article.state == Article.State.PUBLISHED and article.lets_remove(by):
        touch()
    else:
        _lock_for_attachments(article, at=at)
    AuditEvent.record(actor=by, verb=verb, target=article, says=str(stored))
    delete_on_commit(stored)
    stored.delete()
