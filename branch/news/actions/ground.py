"""What every action on an article rests on: the lock, the tidying, the step that leaves a trace."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from branch.core.models import AuditEvent
from branch.core.public import touch
from branch.news import search
from branch.news.clean import clean, one_line, to_plain
from branch.news.manuscript import parted
from branch.news.models import Article, Review, title_key


def said(article):
    """The title and the text, as a trace keeps them."""
    return f"{article.title}\n{article.author_text}\n{article.source_text}\n{article.body}"


def tidy(article):
    """Set the words in type; a kicker typed before the title is the kind."""
    for name in ("title", "subtitle", "author_text", "source_text", "summary"):
        setattr(article, name, one_line(getattr(article, name)))
    kinds = {kind.label: kind for kind in Article.Kind}
    kicker, title = parted(article.title)
    if kicker in kinds:
        article.kind, article.title = kinds[kicker], title
    article.title_key = title_key(article.title)
    article.body = clean(article.body)


def store(article, *, at):
    tidy(article)
    article.updated_at = at
    article.full_clean()
    article.save()


def locked(article, version, states, refusal):
    article = Article.objects.lock(article.pk, version)
    if article.state not in states:
        raise ValidationError(refusal)
    return article


def go_public(article, *, by, at):
    """What holds of a public article: a day, a publisher, a summary, a place in the search."""
    article.state, article.published_by = Article.State.PUBLISHED, by
    article.published_on = article.published_on or timezone.localdate(at)
    article.first_published_at = article.first_published_at or at
    article.summary = article.summary or first_words(article)
    search.index(article)
    touch()


def first_words(article, length=90):
    paragraphs = to_plain(article.body).split("\n\n")
    first = max(paragraphs[:2], key=len).replace("\n", " ")
    return first if len(first) <= length else first[:length] + "…"


def step(article, kind, *, by, at, remark="", before=""):
    """Save the article's new state and leave the trace of it."""
    store(article, at=at)
    review = Review(article=article, step=kind, by=by, at=at, remark=remark, before=before)
    review.full_clean()
    review.save()
    AuditEvent.record(actor=by, verb=f"article.{kind}", target=article, says=remark)
    return article
