"""Locking, normalising and saving articles, and the record of each step."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from branch.core.models import AuditEvent
from branch.core.public import touch
from branch.news import search
from branch.news.clean import clean, of_gallery, one_line, to_plain, without_struck
from branch.news.manuscript import split_kicker
from branch.news.models import Article, Review, title_key


def as_text(article):
    """The title, author, source and body as one text, as a `Review` keeps them."""
    return f"{article.title}\n{article.author_text}\n{article.source_text}\n{article.body}"


def normalise(article):
    """Normalise punctuation and spaces; a kicker typed before the title becomes the kind."""
    for name in ("title", "subtitle", "author_text", "source_text", "summary"):
        setattr(article, name, one_line(getattr(article, name)))
    kinds = {kind.label: kind for kind in Article.Kind}
    kicker, title = split_kicker(article.title)
    if kicker in kinds:
        article.kind, article.title = kinds[kicker], title
    article.title_key = title_key(article.title)
    article.body = clean(article.body)
    if article.placed:
        article.body = of_gallery(article.body, article.gallery.values_list("pk", flat=True))


def save(article, *, at):
    """Normalise, validate and save the article."""
    normalise(article)
    article.updated_at = at
    article.full_clean()
    article.save()


def lock(article, version, states, refusal):
    """Lock the article and return it; refuse if it is in none of the states."""

    def check(row):
        if row.state not in states:
            raise ValidationError(refusal)

    return Article.objects.lock(article.pk, version, check=check)


def make_public(article, *, by, at):
    """Set what a published article must have, index it for the search and expire cached pages."""
    article.state, article.published_by = Article.State.PUBLISHED, by
    article.published_on = article.published_on or timezone.localdate(at)
    article.first_published_at = article.first_published_at or at
    article.summary = article.summary or first_words(article)
    search.index(article)
    touch()


def forget_made_summary(article):
    """Empty a summary that `make_public` made of the body: a changed body may leave out what it says."""
    if article.summary == one_line(first_words(article)):
        article.summary = ""


def first_words(article, length=90):
    """The longer of the first two paragraphs without struck words, cut to a length."""
    paragraphs = to_plain(without_struck(article.body)).split("\n\n")
    first = max(paragraphs[:2], key=len).replace("\n", " ")
    return first if len(first) <= length else first[:length] + "…"


def save_step(article, kind, *, by, at, remark="", before=""):
    """Save the article in its new state, with a `Review` and an audit event."""
    save(article, at=at)
    review = Review(article=article, step=kind, by=by, at=at, remark=remark, before=before)
    review.full_clean()
    review.save()
    AuditEvent.record(actor=by, verb=f"article.{kind}", target=article, says=remark)
    return article
