from branch.core.contributions import Todo, TodoSource
from branch.core.prepared import prepared
from branch.core.templatetags.portal_format import day as spoken_day

from .models import Article


class Articles(TodoSource):
    """Other people's articles to publish, and the user's own drafts."""

    key, order = "news.articles", 20

    def todos(self, user, *, at, site):
        if not user.has_perm("news.change_article"):
            return
        for article in _waiting(user):
            is_submitted = article.state == Article.State.SUBMITTED
            yield Todo(
                title=f"{'审核文章' if is_submitted else '完成文章'}：{article.headline}",
                note=f"{spoken_day(article.updated_at)} {'送审' if is_submitted else '存的草稿'}",
                url=article.get_absolute_url(),
                button="查看文章",
                tag="待审核" if is_submitted else "草稿",
            )


@prepared
def _waiting(user):
    articles = Article.objects.visible_to(user).defer("body").order_by()
    waiting = articles.filter(state=Article.State.DRAFT, written_by=user)
    if user.has_perm("news.publish_article"):
        submitted = articles.filter(state=Article.State.SUBMITTED).exclude(written_by=user)
        # each part by the index of its state; joined by OR, every article would be read
        waiting = waiting.union(submitted, all=True)
    return waiting.order_by("updated_at")
