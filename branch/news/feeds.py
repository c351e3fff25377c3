"""订阅: the newest articles of one column, or of all, as RSS."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from branch.core.public import public_page

from .models import ALL_NEWS, Article, Column

NEWEST = 20


class ColumnFeed(Feed):
    """The feed of a column by its slug; the slug “news” is the feed of all articles."""

    def get_object(self, request, slug):
        self.site = request.site_profile
        return None if slug == ALL_NEWS else get_object_or_404(Column.objects.public(), slug=slug)

    def title(self, column):
        return f"{self.site.branch_name} · {column or '全部文章'}"

    def link(self, column):
        return column.get_absolute_url() if column else reverse("news:article-list")

    def description(self, column):
        return f"{self.site.school_name}：{self.site.brand_line}"

    def items(self, column):
        rows = Article.objects.defer("body").select_related("column")
        if column:
            return rows.newest_in([column, *column.children.public()], NEWEST)
        return rows.published().newest_first()[:NEWEST]

    def item_title(self, article):
        return article.headline

    def item_description(self, article):
        return article.summary

    def item_link(self, article):
        return article.public_url

    def item_author_name(self, article):
        return article.author_text

    def item_categories(self, article):
        return [article.column.name]

    def item_pubdate(self, article):
        return timezone.make_aware(datetime.combine(article.published_on, time.min))


@public_page
def feed(request, slug):
    return ColumnFeed()(request, slug=slug)
