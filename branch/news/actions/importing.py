"""Importing articles that were published elsewhere, from plain text."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from branch.core.models import AuditEvent
from branch.news.models import Article, Review, title_key

from .checks import (
    public_texts,
    refuse_blocked,
    refuse_missing,
    refuse_unasked,
    refuse_unchecked,
)
from .saving import as_text, forget_made_summary, make_public, normalise, save, save_step

State, Step = Article.State, Review.Step


@transaction.atomic
def import_manuscript(manuscript, *, column, is_draft, at, runner):
    """Import a text; return the article and "drafted", "published", "corrected" or "" (nothing done).

    The same title on the same day is the same article: importing it again changes nothing, and a
    corrected text replaces the old one, which the `Review` keeps. The person who runs the command
    counts as the second person.
    """
    article = _same_article(manuscript)
    if article is None:
        article = Article(created_at=at, published_on=manuscript.published_on)
    before, was_public = as_text(article), article.state == State.PUBLISHED
    _fill(article, manuscript, column)
    if article.pk and as_text(article) == before and (was_public or is_draft):
        return article, ""
    _check_importable(article)
    article.version += 1 if article.pk else 0
    trace = {"by": None, "at": at, "remark": f"命令行导入，运行者 {runner} 代第二人核对签发"}
    if was_public:
        make_public(article, by=None, at=at)
        return save_step(article, Step.CORRECTED, before=before, **trace), "corrected"
    save(article, at=at)
    if is_draft:
        AuditEvent.record(actor=None, verb="article.drafted", target=article, says=trace["remark"])
        return article, "drafted"
    refuse_missing(article)
    refuse_unasked(article)
    refuse_unchecked(article, on=timezone.localdate(at))
    make_public(article, by=None, at=at)
    return save_step(article, Step.PUBLISHED, **trace), "published"


def _same_article(manuscript):
    key = title_key(_title_of(manuscript))
    same = Article.objects.filter(title_key=key, published_on=manuscript.published_on)
    return same.filter(corrects=None).select_for_update().first()


def _title_of(manuscript):
    """The title; a kicker that is no kind of article stays part of it."""
    is_kind = manuscript.kicker in ("", *Article.Kind.labels)
    return manuscript.title if is_kind else f"【{manuscript.kicker}】{manuscript.title}"


def _fill(article, manuscript, column):
    forget_made_summary(article)
    kinds = {kind.label: kind for kind in Article.Kind}
    article.kind = kinds.get(manuscript.kicker, Article.Kind.NEWS)
    article.title, article.body = _title_of(manuscript), manuscript.body
    article.subtitle = manuscript.subtitle
    article.author_text, article.source_text = manuscript.author_text, manuscript.source_text
    if article.pk is None:
        article.column = column
    normalise(article)


def _check_importable(article):
    """Refuse blocked words, a withdrawn article, and one that was edited on the desk."""
    refuse_blocked(public_texts(article))
    if article.state == State.WITHDRAWN:
        raise ValidationError("这篇文章已撤稿，导入不会把它重新发布。要恢复，请在工作台办理。")
    if article.written_by_id:
        raise ValidationError("这篇文章在工作台上改过，导入不会盖掉改动。要改，请在工作台办理。")
