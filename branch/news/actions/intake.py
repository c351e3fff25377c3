"""Articles published elsewhere, taken in from their text."""

from django.core.exceptions import ValidationError
from django.db import transaction

from branch.core.models import AuditEvent
from branch.news.models import Article, Review, title_key

from .ground import go_public, said, step, store, tidy
from .wording import public_texts, refuse_blocked

State, Step = Article.State, Review.Step


@transaction.atomic
def bring_in(manuscript, *, column, is_draft, at, runner):
    """Take in a text published elsewhere; whoever runs the command stands for the second person.

    The same title on the same day is the same article: again changes nothing, a corrected text
    takes the place of the old one and leaves a trace. Returns the article and what was done:
    "drafted", "published", "corrected" or "" for nothing.
    """
    article = _same_article(manuscript)
    if article is None:
        article = Article(created_at=at, published_on=manuscript.published_on)
    before, was_public = said(article), article.state == State.PUBLISHED
    _fill(article, manuscript, column)
    if article.pk and said(article) == before and (was_public or is_draft):
        return article, ""
    _refuse(article)
    article.version += 1 if article.pk else 0
    trace = {"by": None, "at": at, "remark": f"命令行导入，运行者 {runner} 代第二人核对签发"}
    if was_public:
        go_public(article, by=None, at=at)
        return step(article, Step.CORRECTED, before=before, **trace), "corrected"
    store(article, at=at)
    if is_draft:
        AuditEvent.record(actor=None, verb="article.drafted", target=article, says=trace["remark"])
        return article, "drafted"
    go_public(article, by=None, at=at)
    return step(article, Step.PUBLISHED, **trace), "published"


def _same_article(manuscript):
    key = title_key(_title_of(manuscript))
    same = Article.objects.filter(title_key=key, published_on=manuscript.published_on)
    return same.filter(corrects=None).select_for_update().first()


def _title_of(manuscript):
    """A kicker that is none of our kinds stays in the title."""
    is_kind = manuscript.kicker in ("", *Article.Kind.labels)
    return manuscript.title if is_kind else f"【{manuscript.kicker}】{manuscript.title}"


def _fill(article, manuscript, column):
    kinds = {kind.label: kind for kind in Article.Kind}
    article.kind = kinds.get(manuscript.kicker, Article.Kind.NEWS)
    article.title, article.body = _title_of(manuscript), manuscript.body
    article.author_text, article.source_text = manuscript.author_text, manuscript.source_text
    if article.pk is None:
        article.column = column
    tidy(article)


def _refuse(article):
    """What an import never does: publish spam, bring back what was withdrawn, undo a person's work."""
    refuse_blocked(public_texts(article))
    if article.state == State.WITHDRAWN:
        raise ValidationError("这篇文章已撤稿，导入不会把它重新发布。要恢复，请在工作台办理。")
    if article.written_by_id:
        raise ValidationError("这篇文章在工作台上改过，导入不会盖掉改动。要改，请在工作台办理。")
